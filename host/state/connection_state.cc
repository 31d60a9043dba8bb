// connection_state.cc - see connection_state.hpp.
#include "state/connection_state.hpp"

#include <array>
#include <ctime>
#include <utility>

namespace ingest::host {
namespace {

constexpr std::array<std::pair<ConnectionState, std::string_view>, 7> kNames = {{
    {ConnectionState::kRegistered, "Registered"},
    {ConnectionState::kScheduled, "Scheduled"},
    {ConnectionState::kProcessing, "Processing"},
    {ConnectionState::kProcessed, "Processed"},
    {ConnectionState::kFailed, "Failed"},
    {ConnectionState::kIncomplete, "Incomplete"},
    {ConnectionState::kInactive, "Inactive"},
}};

}  // namespace

std::string_view name_of(ConnectionState state) noexcept {
  for (const auto& [value, name] : kNames)
    if (value == state) return name;
  return "";
}

std::optional<ConnectionState> connection_state(std::string_view name) noexcept {
  for (const auto& [value, known] : kNames)
    if (known == name) return value;
  return std::nullopt;
}

std::string rfc3339(StateTime when) {
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count();
  std::tm utc{};
  if (::gmtime_r(&seconds, &utc) == nullptr) return {};
  std::array<char, 40> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return {text.data(), size};
}

}  // namespace ingest::host
