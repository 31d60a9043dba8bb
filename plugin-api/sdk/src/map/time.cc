#include "time.hpp"

#include <chrono>

namespace ingest::sdk::map {
namespace {

constexpr std::int64_t kFirstSecond = -62135596800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253402300799;   // 9999-12-31T23:59:59Z

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// Takes exactly count digits off the front.
bool take(std::string_view& text, std::size_t count, int& number) noexcept {
  if (text.size() < count) return false;
  number = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_digit(text[i])) return false;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return true;
}

bool take(std::string_view& text, char c) noexcept {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> take_days(std::string_view& text) noexcept {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!take(text, 4, year) || !take(text, '-') || !take(text, 2, month) || !take(text, '-') ||
      !take(text, 2, day)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

// Takes ".5", ".1234567" off the front, if there is a fraction.
bool take_nanos(std::string_view& text, std::int32_t& nanos) noexcept {
  if (!take(text, '.')) return true;
  int digits = 0;
  for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), ++digits) {
    if (digits >= 9) return false;
    nanos = nanos * 10 + (text.front() - '0');
  }
  for (int i = digits; i < 9; ++i) nanos *= 10;
  return digits > 0;
}

std::optional<Time> in_range(std::int64_t seconds, std::int32_t nanos) noexcept {
  if (seconds < kFirstSecond || seconds > kLastSecond) return std::nullopt;
  return Time{seconds, nanos};
}

}  // namespace

std::optional<int> parse_zone(std::string_view text) noexcept {
  if (text == "Z" || text == "z" || text == "UTC") return 0;
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const int sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  int hours = 0;
  int minutes = 0;
  if (!take(text, 2, hours) || !take(text, ':') || !take(text, 2, minutes) || !text.empty() ||
      hours > 23 || minutes > 59) {
    return std::nullopt;
  }
  return sign * (hours * 60 + minutes);
}

std::optional<Time> parse_rfc3339(std::string_view text, std::optional<int> zone_minutes) noexcept {
  const std::optional<std::int64_t> days = take_days(text);
  if (!days) return std::nullopt;
  if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::int32_t nanos = 0;
  if (!take(text, 2, hour) || !take(text, ':') || !take(text, 2, minute) || !take(text, ':') ||
      !take(text, 2, second) || !take_nanos(text, nanos)) {
    return std::nullopt;
  }
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;  // 60: a leap second
  if (!text.empty()) zone_minutes = text == "UTC" ? std::nullopt : parse_zone(text);
  if (!zone_minutes) return std::nullopt;
  return in_range(*days * 86400 + hour * 3600 + minute * 60 + second - *zone_minutes * 60, nanos);
}

std::optional<Time> parse_date(std::string_view text, int zone_minutes) noexcept {
  const std::optional<std::int64_t> days = take_days(text);
  if (!days || !text.empty()) return std::nullopt;
  return in_range(*days * 86400 - zone_minutes * 60, 0);
}

std::optional<Time> from_unix(std::int64_t count, std::int64_t per_second) noexcept {
  std::int64_t seconds = count / per_second;
  std::int64_t rest = count % per_second;
  if (rest < 0) {
    rest += per_second;
    --seconds;
  }
  return in_range(seconds, static_cast<std::int32_t>(rest * (1000000000 / per_second)));
}

std::string format_rfc3339(Time time) {
  const auto since_epoch = std::chrono::seconds(time.seconds);
  const auto days = std::chrono::floor<std::chrono::days>(since_epoch);
  const std::chrono::year_month_day date{std::chrono::sys_days(days)};
  const auto rest = (since_epoch - days).count();
  std::string out;
  const auto put = [&out](std::int64_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    if (digits.size() < width) out.append(width - digits.size(), '0');
    out += digits;
  };
  put(int(date.year()), 4);
  out += '-';
  put(unsigned(date.month()), 2);
  out += '-';
  put(unsigned(date.day()), 2);
  out += 'T';
  put(rest / 3600, 2);
  out += ':';
  put(rest / 60 % 60, 2);
  out += ':';
  put(rest % 60, 2);
  if (time.nanos != 0) {
    out += '.';
    put(time.nanos, 9);
    while (out.back() == '0') out.pop_back();
  }
  return out + 'Z';
}

}  // namespace ingest::sdk::map
