#include "number.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <limits>

namespace ingest::sdk::map {
namespace {

template <class T>
bool whole(std::string_view text, T& number) noexcept {
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  return result.ec == std::errc() && result.ptr == end;
}

Value parse_number(std::string_view text) noexcept {
  if (text.empty()) return {};
  // from_chars knows "inf", "nan" and, for double, no leading '+'; neither do we.
  if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return {};
  std::int64_t i = 0;
  if (whole(text, i)) return Value(i);
  std::uint64_t u = 0;
  if (whole(text, u)) return Value(u);
  double d = 0;
  return whole(text, d) && std::isfinite(d) ? Value(d) : Value();
}

}  // namespace

Value to_number(const Value& value) {
  if (value.is_text()) return parse_number(value.view());
  if (value.is_real()) return std::isfinite(value.real()) ? value : Value();
  const Value::Kind kind = value.kind();
  return kind == Value::Kind::kInteger || kind == Value::Kind::kNatural ? value : Value();
}

Value to_integer(const Value& value) {
  const Value number = to_number(value);
  if (!number.is_real()) return number;
  const Value integer = to_integer_if_whole(number.real());
  return integer.is_real() ? Value() : integer;
}

Value to_integer_if_whole(double number) noexcept {
  if (std::trunc(number) != number) return Value(number);
  if (number >= -9223372036854775808.0 && number < 9223372036854775808.0) {
    return Value(static_cast<std::int64_t>(number));
  }
  if (number >= 0 && number < 18446744073709551616.0) {
    return Value(static_cast<std::uint64_t>(number));
  }
  return Value(number);
}

double as_double(const Value& number) noexcept {
  switch (number.kind()) {
    case Value::Kind::kReal:
      return number.real();
    case Value::Kind::kInteger:
      return static_cast<double>(number.integer());
    case Value::Kind::kNatural:
      return static_cast<double>(number.natural());
    default:
      return 0;
  }
}

namespace {

// Where the digits behind the one that is rounded are far from the middle, the binary fraction says
// the same of them as the decimal ones, and a division makes the nearest double of what is left.
bool round_plainly(double number, int digits, double& out) noexcept {
  constexpr double kPowers[] = {1, 10, 100, 1000, 10000};
  constexpr double kLargest = 1e8;  // the product is off by less than 1e-7
  constexpr double kNear = 1e-6;
  if (digits < 0 || digits >= static_cast<int>(std::size(kPowers))) return false;
  const double scaled = std::fabs(number) * kPowers[digits];
  if (!(scaled < kLargest)) return false;
  const double below = std::floor(scaled);
  const double rest = scaled - below;
  if (std::fabs(rest - 0.5) < kNear) return false;
  out = std::copysign((rest < 0.5 ? below : below + 1) / kPowers[digits], number);
  return true;
}

}  // namespace

double rounded(double number, int digits) noexcept {
  if (double plain = 0; round_plainly(number, digits, plain)) return plain;
  // Decimal digits decide, not the binary fraction behind them: take the shortest text that reads
  // back as the number and shift its point.
  char buffer[64];
  const auto shortest = std::to_chars(buffer, buffer + 32, number, std::chars_format::scientific);
  if (shortest.ec != std::errc()) return number;
  char* const e = std::find(buffer, shortest.ptr, 'e');
  int exponent = 0;
  std::from_chars(e[1] == '+' ? e + 2 : e + 1, shortest.ptr, exponent);
  const auto shift = [&](int by, const char* from, const char* to) {
    char text[64];
    char* end = std::copy(from, to, text);
    *end++ = 'e';
    end = std::to_chars(end, text + sizeof(text), exponent + by).ptr;
    double result = number;
    std::from_chars(text, end, result);
    return result;
  };
  const double shifted = shift(digits, buffer, e);
  if (std::fabs(shifted) >= 9007199254740992.0) return number;  // no fraction left to round
  const double nearest = std::round(shifted);
  const auto text = std::to_chars(buffer, buffer + 32, nearest, std::chars_format::fixed);
  exponent = 0;
  return shift(-digits, buffer, text.ptr);
}

}  // namespace ingest::sdk::map
