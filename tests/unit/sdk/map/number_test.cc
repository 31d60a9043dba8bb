// Rounding is decimal: what the shortest way to write the number says, half away from zero.
#include "number.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <cmath>
#include <random>

namespace ingest::sdk::map {
namespace {

// The same by hand, on the digits.
double by_digits(double number, int digits) {
  char buffer[400];
  const auto end =
      std::to_chars(buffer, buffer + sizeof(buffer), std::fabs(number), std::chars_format::fixed)
          .ptr;
  std::string text(buffer, end);
  std::size_t point = text.find('.');
  if (point == std::string::npos) return number;
  text.erase(point, 1);
  point += static_cast<std::size_t>(digits);
  if (point >= text.size()) return number;
  const bool up = text[point] >= '5';
  text.resize(point);
  text.insert(0, 1, '0');
  for (std::size_t i = text.size(); up && i-- > 0;) {
    if (text[i] != '9') {
      ++text[i];
      break;
    }
    text[i] = '0';
  }
  text += "e-" + std::to_string(digits);
  double result = 0;
  std::from_chars(text.data(), text.data() + text.size(), result);
  return std::copysign(result, number);
}

void expect_rounded(double number, int digits) {
  const double expected = by_digits(number, digits);
  const double actual = rounded(number, digits);
  EXPECT_TRUE(actual == expected && std::signbit(actual) == std::signbit(expected))
      << number << " to " << digits << ": " << actual << ", not " << expected;
}

TEST(Rounded, IsDecimal) {
  EXPECT_EQ(rounded(2.675, 2), 2.68);
  EXPECT_EQ(rounded(7.25, 1), 7.3);
  EXPECT_EQ(rounded(-0.05, 1), -0.1);
  EXPECT_EQ(rounded(3.700000047683716, 1), 3.7);
  EXPECT_EQ(rounded(0.15, 1), 0.2);
  EXPECT_TRUE(std::signbit(rounded(-0.01, 1)));
}

TEST(Rounded, OfManyNumbers) {
  for (int hundredths = -2000; hundredths <= 2000; ++hundredths) {
    for (const double number : {hundredths / 100.0, hundredths / 1000.0,
                                static_cast<double>(static_cast<float>(hundredths / 100.0))}) {
      for (const int digits : {0, 1, 2, 3}) expect_rounded(number, digits);
    }
  }
  std::mt19937_64 engine(7);
  std::uniform_real_distribution<double> exponent(-12, 8);
  for (int i = 0; i < 20000; ++i) {
    const double number = std::pow(10, exponent(engine)) * (i % 2 == 0 ? 1 : -1);
    expect_rounded(number, i % 6);
    const double middle = (std::floor(std::fabs(number)) + 0.5) / 10;
    expect_rounded(middle, 1);
  }
}

}  // namespace
}  // namespace ingest::sdk::map
