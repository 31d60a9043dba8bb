// time_text.cc - see time_text.hpp.
#include "connection/time_text.hpp"

#include <fmt/chrono.h>

#include <charconv>
#include <cstddef>
#include <ctime>

namespace ingest::host {
namespace {

using std::chrono::milliseconds;

// Digits only, exactly `digits` of them off the front of text.
std::optional<int> number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool skip(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<milliseconds> unit_of(std::string_view name) {
  using namespace std::chrono_literals;
  if (name == "ms") return 1ms;
  if (name == "s") return 1s;
  if (name == "m") return 1min;
  if (name == "h") return 1h;
  if (name == "d") return 24h;
  return std::nullopt;
}

std::optional<std::chrono::minutes> zone(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z") return std::chrono::minutes(0);
  const bool west = text.front() == '-';
  if (!west && text.front() != '+') return std::nullopt;
  text.remove_prefix(1);
  const auto hours = number(text, 2);
  if (!hours || !skip(text, ':')) return std::nullopt;
  const auto minutes = number(text, 2);
  if (!minutes || !text.empty() || *hours > 14 || *minutes > 59) return std::nullopt;
  const std::chrono::minutes offset(*hours * 60 + *minutes);
  return west ? -offset : offset;
}

}  // namespace

std::optional<milliseconds> parse_duration(std::string_view text) {
  constexpr milliseconds kLongest = std::chrono::hours(24 * 3653);
  long long count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || count < 0 || text.front() == '-') return std::nullopt;
  const auto unit = unit_of(text.substr(static_cast<std::size_t>(end - text.data())));
  if (!unit || count > kLongest / *unit) return std::nullopt;
  return *unit * count;
}

std::optional<std::chrono::sys_seconds> parse_moment(std::string_view text) {
  namespace chr = std::chrono;
  const auto year = number(text, 4);
  if (!year || !skip(text, '-')) return std::nullopt;
  const auto month = number(text, 2);
  if (!month || !skip(text, '-')) return std::nullopt;
  const auto day = number(text, 2);
  if (!day || !(skip(text, 'T') || skip(text, ' '))) return std::nullopt;
  const auto hour = number(text, 2);
  if (!hour || !skip(text, ':')) return std::nullopt;
  const auto minute = number(text, 2);
  if (!minute || !skip(text, ':')) return std::nullopt;
  const auto second = number(text, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const auto offset = zone(text);
  const chr::year_month_day date(chr::year(*year), chr::month(static_cast<unsigned>(*month)),
                                 chr::day(static_cast<unsigned>(*day)));
  if (!offset || !date.ok()) return std::nullopt;
  return chr::sys_seconds(chr::sys_days(date)) + chr::hours(*hour) + chr::minutes(*minute) +
         chr::seconds(*second) - *offset;
}

std::optional<std::chrono::seconds> parse_time_of_day(std::string_view text) {
  namespace chr = std::chrono;
  const auto hour = number(text, 2);
  if (!hour || !skip(text, ':')) return std::nullopt;
  const auto minute = number(text, 2);
  if (!minute) return std::nullopt;
  std::optional<int> second = 0;
  if (skip(text, ':')) second = number(text, 2);
  if (!second || !text.empty() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return chr::hours(*hour) + chr::minutes(*minute) + chr::seconds(*second);
}

std::string moment_text(std::chrono::sys_seconds moment) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z",
                     fmt::gmtime(static_cast<std::time_t>(moment.time_since_epoch().count())));
}

}  // namespace ingest::host
