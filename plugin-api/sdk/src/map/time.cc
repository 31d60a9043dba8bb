#include "time.hpp"

#include <chrono>
#include <cstring>

namespace ingest::sdk::map {
namespace {

constexpr std::int64_t kFirstSecond = -62135596800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253402300799;   // 9999-12-31T23:59:59Z

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// Takes exactly count digits off the front.
template <std::size_t count>
bool take(std::string_view& text, int& number) noexcept {
  if (text.size() < count) return false;
  unsigned value = 0;
  bool good = true;
  for (std::size_t i = 0; i < count; ++i) {
    const unsigned digit = static_cast<unsigned char>(text[i]) - unsigned{'0'};
    good = good && digit <= 9;
    value = value * 10 + digit;
  }
  if (!good) return false;
  number = static_cast<int>(value);
  text.remove_prefix(count);
  return true;
}

bool take(std::string_view& text, char c) noexcept {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// Days since 1970 of a date of the years 0 to 9999.
std::optional<std::int64_t> days_of(int year, int month, int day) noexcept {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  constexpr int kBefore[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  if (month < 1 || month > 12 || day < 1) return std::nullopt;
  if (day > kDays[month - 1] + (leap && month == 2 ? 1 : 0)) return std::nullopt;
  // Leap days up to the end of the year before, and from 0 to 1969.
  const int before = year == 0 ? 0 : (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 + 1;
  constexpr std::int64_t kEpoch = 1970 * 365 + 478;
  return std::int64_t{year} * 365 + before + kBefore[month - 1] + (leap && month > 2 ? 1 : 0) +
         day - 1 - kEpoch;
}

std::optional<std::int64_t> take_days(std::string_view& text) noexcept {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!take<4>(text, year) || !take(text, '-') || !take<2>(text, month) || !take(text, '-') ||
      !take<2>(text, day)) {
    return std::nullopt;
  }
  return days_of(year, month, day);
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

struct Clock {
  std::int64_t days = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

// "2026-01-12T03:00:05" off the front, or with another mark between day and hour.
bool take_clock(std::string_view& text, Clock& clock) noexcept {
  const std::optional<std::int64_t> days = take_days(text);
  if (!days || (!take(text, 'T') && !take(text, 't') && !take(text, ' '))) return false;
  clock.days = *days;
  return take<2>(text, clock.hour) && take(text, ':') && take<2>(text, clock.minute) &&
         take(text, ':') && take<2>(text, clock.second);
}

// The eight bytes at from as a word in which digits are 0 to 9 and the others 0; false unless they
// are digits where shape has a 0, and else as in shape.
bool read_word(const char* from, const char (&shape)[9], unsigned char (&digits)[8]) noexcept {
  constexpr std::uint64_t kHigh = 0x8080808080808080U;
  constexpr std::uint64_t kPastNine = 0x7676767676767676U;  // makes 10 and more high
  std::uint64_t word = 0;
  std::uint64_t wanted = 0;
  std::memcpy(&word, from, sizeof(word));
  std::memcpy(&wanted, shape, sizeof(wanted));
  word ^= wanted;
  std::memcpy(digits, &word, sizeof(word));
  return ((word | (word + kPastNine)) & kHigh) == 0;
}

// The same as take_clock, sooner, of what most sources write. False: it is something else.
bool take_usual(std::string_view& text, Clock& clock) noexcept {
  constexpr std::size_t kSize = 19;
  if (text.size() < kSize) return false;
  unsigned char a[8];
  unsigned char b[8];
  if (!read_word(text.data(), "0000-00-", a) || !read_word(text.data() + 8, "00T00:00", b))
    return false;
  if ((a[4] | a[7] | b[2] | b[5]) != 0 || text[16] != ':') return false;
  if (!is_digit(text[17]) || !is_digit(text[18])) return false;
  const auto days =
      days_of(a[0] * 1000 + a[1] * 100 + a[2] * 10 + a[3], a[5] * 10 + a[6], b[0] * 10 + b[1]);
  if (!days) return false;
  clock = {*days, b[3] * 10 + b[4], b[6] * 10 + b[7], (text[17] - '0') * 10 + (text[18] - '0')};
  text.remove_prefix(kSize);
  return true;
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
  if (!take<2>(text, hours) || !take(text, ':') || !take<2>(text, minutes) || !text.empty() ||
      hours > 23 || minutes > 59) {
    return std::nullopt;
  }
  return sign * (hours * 60 + minutes);
}

std::optional<Time> parse_rfc3339(std::string_view text, std::optional<int> zone_minutes) noexcept {
  Clock clock;
  if (!take_usual(text, clock) && !take_clock(text, clock)) return std::nullopt;
  std::int32_t nanos = 0;
  if (!take_nanos(text, nanos)) return std::nullopt;
  if (clock.hour > 23 || clock.minute > 59 || clock.second > 60) return std::nullopt;  // 60: leap
  if (text == "Z") {
    zone_minutes = 0;
  } else if (!text.empty()) {
    zone_minutes = text == "UTC" ? std::nullopt : parse_zone(text);
  }
  if (!zone_minutes) return std::nullopt;
  return in_range(clock.days * 86400 + clock.hour * 3600 + clock.minute * 60 + clock.second -
                      *zone_minutes * 60,
                  nanos);
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
