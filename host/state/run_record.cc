// run_record.cc - see run_record.hpp.
#include "state/run_record.hpp"

#include <array>
#include <utility>

namespace ingest::host {
namespace {

constexpr std::array<std::pair<RunOutcome, std::string_view>, 7> kNames = {{
    {RunOutcome::kRunning, "running"},
    {RunOutcome::kComplete, "complete"},
    {RunOutcome::kPartial, "partial"},
    {RunOutcome::kIncomplete, "incomplete"},
    {RunOutcome::kFailed, "failed"},
    {RunOutcome::kInterrupted, "interrupted"},
    {RunOutcome::kKilled, "killed"},
}};

}  // namespace

std::string_view name_of(RunOutcome outcome) noexcept {
  for (const auto& [value, name] : kNames)
    if (value == outcome) return name;
  return "";
}

std::optional<RunOutcome> run_outcome(std::string_view name) noexcept {
  for (const auto& [value, known] : kNames)
    if (known == name) return value;
  return std::nullopt;
}

}  // namespace ingest::host
