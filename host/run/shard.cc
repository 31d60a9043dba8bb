#include "run/shard.hpp"

#include <charconv>

#include "diagnostics/failure.hpp"
#include "output/sha256.hpp"

namespace ingest::host {
namespace {

constexpr std::uint32_t kCountMax = 10'000;

bool parse_number(std::string_view text, std::uint32_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

Shard Shard::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  Shard shard;
  if (slash == std::string_view::npos || !parse_number(text.substr(0, slash), shard.index) ||
      !parse_number(text.substr(slash + 1), shard.count) || shard.index < 1 ||
      shard.index > shard.count || shard.count > kCountMax)
    throw Failure(ExitStatus::kUsage, "--shard " + std::string(text) + " is no share of a whole",
                  "Write I/N with 1 <= I <= N <= 10000, for example --shard 1/4.");
  return shard;
}

bool Shard::holds(std::string_view unit) const {
  if (is_whole()) return true;
  const Sha256Digest digest = sha256(unit);
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof(number); ++i) number = number << 8U | digest[i];
  return number % count == index - 1;
}

std::string Shard::text() const { return std::to_string(index) + "/" + std::to_string(count); }

}  // namespace ingest::host
