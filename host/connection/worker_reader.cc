// worker_reader.cc - see worker_reader.hpp.
#include "connection/worker_reader.hpp"

#include <charconv>
#include <optional>
#include <string_view>

#include "connection/time_text.hpp"

namespace ingest::host {
namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20U;
constexpr std::uint64_t kGiB = std::uint64_t{1} << 30U;
// The program itself needs some.
constexpr std::uint64_t kLeastMemory = 128 * kMiB;
constexpr std::uint64_t kMostMemory = 1024 * kGiB;
constexpr unsigned kLeastFiles = 64;
constexpr unsigned kMostFiles = 65536;

// A whole number and MiB or GiB.
std::optional<std::uint64_t> parse_memory(std::string_view text) {
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  const std::uint64_t unit = text == "MiB" ? kMiB : text == "GiB" ? kGiB : 0;
  if (unit == 0 || count > kMostMemory / unit) return std::nullopt;
  return count * unit;
}

}  // namespace

WorkerLimits read_worker(const YamlValue& section) {
  WorkerLimits limits;
  for (const YamlValue& value : section.members({"stall", "memory", "files"})) {
    const std::string text = value.text();
    if (value.key() == "stall") {
      const auto stall = parse_duration(text);
      if (!stall || *stall < std::chrono::seconds(1) || *stall > std::chrono::hours(24))
        value.fail("must be a duration from 1s to 24h, e.g. 60s");
      limits.stall = *stall;
    } else if (value.key() == "memory") {
      const auto memory = parse_memory(text);
      if (!memory || *memory < kLeastMemory || *memory > kMostMemory)
        value.fail("must be a size from 128MiB to 1024GiB, e.g. 2GiB");
      limits.memory = *memory;
    } else if (value.key() == "files") {
      unsigned files = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), files);
      if (error != std::errc() || end != text.data() + text.size() || files < kLeastFiles ||
          files > kMostFiles)
        value.fail("must be a number from 64 to 65536");
      limits.files = files;
    }
  }
  return limits;
}

}  // namespace ingest::host
