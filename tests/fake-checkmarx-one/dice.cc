#include "dice.h"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace fake_cx1 {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

template <class Number>
bool ReadHex(std::string_view text, Number& out) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), out, 16);
  return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

void AppendPadded(std::string& out, std::uint64_t value, std::size_t width) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  const auto count = static_cast<std::size_t>(end - digits.data());
  if (count < width) out.append(width - count, '0');
  out.append(digits.data(), count);
}

void AppendSeconds(std::string& out, std::int64_t unix_seconds) {
  using std::chrono::days;
  using std::chrono::seconds;
  const std::chrono::sys_seconds at{seconds{unix_seconds}};
  const auto day = std::chrono::floor<days>(at);
  const std::chrono::year_month_day date{day};
  const auto second = static_cast<std::uint64_t>((at - day).count());
  AppendPadded(out, static_cast<std::uint64_t>(static_cast<int>(date.year())), 4);
  out += '-';
  AppendPadded(out, static_cast<unsigned>(date.month()), 2);
  out += '-';
  AppendPadded(out, static_cast<unsigned>(date.day()), 2);
  out += 'T';
  AppendPadded(out, second / 3600, 2);
  out += ':';
  AppendPadded(out, second / 60 % 60, 2);
  out += ':';
  AppendPadded(out, second % 60, 2);
}

}  // namespace

std::string Dice::Hex(std::string_view question, std::size_t digits) const {
  std::string text;
  text.reserve(digits);
  std::uint64_t value = Roll(question);
  for (std::size_t i = 0; i < digits; ++i) {
    if (i != 0 && i % 16 == 0) value = Mix(value);
    text += kHexDigits[(value >> (4 * (i % 16))) & 0xFU];
  }
  return text;
}

std::string NumberedUuid(std::uint64_t seed, std::uint16_t kind, std::uint16_t group,
                         std::uint64_t number) {
  const auto head = static_cast<unsigned>(Dice(seed, kind, number).Roll("uuid") >> 32U);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%08x-%04x-4%03x-8000-%012llx", head, kind, group,
                static_cast<unsigned long long>(number));
  return text.data();
}

bool ReadNumberedUuid(std::string_view uuid, std::uint64_t seed, std::uint16_t kind,
                      UuidNumbers& out) {
  if (uuid.size() != 36 || uuid[14] != '4') return false;
  if (!ReadHex(uuid.substr(15, 3), out.group) || !ReadHex(uuid.substr(24), out.number)) {
    return false;
  }
  return NumberedUuid(seed, kind, out.group, out.number) == uuid;
}

std::string Timestamp(std::int64_t unix_seconds) {
  std::string text;
  AppendSeconds(text, unix_seconds);
  text += 'Z';
  return text;
}

std::string TimestampMicros(std::int64_t unix_seconds, std::uint64_t micros) {
  std::string text;
  AppendSeconds(text, unix_seconds);
  text += '.';
  AppendPadded(text, micros % 1000000, 6);
  text += 'Z';
  return text;
}

}  // namespace fake_cx1
