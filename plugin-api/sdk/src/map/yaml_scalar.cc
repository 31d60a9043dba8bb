#include "yaml_scalar.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>

namespace ingest::sdk::map {
namespace {

bool one_of(std::string_view text, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (text == name) return true;
  }
  return false;
}

std::string_view digits_of(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && text[n] >= '0' && text[n] <= '9') ++n;
  const std::string_view digits = text.substr(0, n);
  text.remove_prefix(n);
  return digits;
}

// 0o17, 0x1F: appended in decimal.
bool append_based(std::string_view plain, std::string& json, bool& in_range) {
  if (plain.size() < 3 || plain[0] != '0' || (plain[1] != 'o' && plain[1] != 'x')) return false;
  std::uint64_t number = 0;
  const char* const end = plain.data() + plain.size();
  const auto result = std::from_chars(plain.data() + 2, end, number, plain[1] == 'o' ? 8 : 16);
  if (result.ptr != end || result.ec == std::errc::invalid_argument) return false;
  in_range = result.ec == std::errc();
  if (in_range) json += std::to_string(number);
  return true;
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?  as JSON writes it.
bool append_decimal(std::string_view plain, std::string& json, bool& in_range) {
  std::string number;
  if (!plain.empty() && (plain[0] == '-' || plain[0] == '+')) {
    if (plain[0] == '-') number += '-';
    plain.remove_prefix(1);
  }
  std::string_view whole = digits_of(plain);
  std::string_view fraction;
  bool point = false;
  if (!plain.empty() && plain[0] == '.') {
    point = true;
    plain.remove_prefix(1);
    fraction = digits_of(plain);
  }
  if (whole.empty() && fraction.empty()) return false;
  while (whole.size() > 1 && whole.front() == '0') whole.remove_prefix(1);
  number += whole.empty() ? "0" : whole;
  if (point) number.append(".").append(fraction.empty() ? "0" : fraction);
  if (!plain.empty() && (plain[0] == 'e' || plain[0] == 'E')) {
    number += 'e';
    plain.remove_prefix(1);
    if (!plain.empty() && (plain[0] == '-' || plain[0] == '+')) {
      number += plain[0];
      plain.remove_prefix(1);
    }
    const std::string_view exponent = digits_of(plain);
    if (exponent.empty()) return false;
    number += exponent;
  }
  if (!plain.empty()) return false;
  double d = 0;
  const auto result = std::from_chars(number.data(), number.data() + number.size(), d);
  in_range = result.ec == std::errc() && std::isfinite(d);
  if (in_range) json += number;
  return true;
}

}  // namespace

bool append_json_scalar(std::string_view plain, std::string& json) {
  if (one_of(plain, {"", "~", "null", "Null", "NULL"})) {
    json += "null";
    return true;
  }
  if (one_of(plain, {"true", "True", "TRUE"})) {
    json += "true";
    return true;
  }
  if (one_of(plain, {"false", "False", "FALSE"})) {
    json += "false";
    return true;
  }
  if (one_of(plain, {".nan", ".NaN", ".NAN"})) return false;
  std::string_view unsigned_part = plain;
  if (!plain.empty() && (plain[0] == '-' || plain[0] == '+')) unsigned_part.remove_prefix(1);
  if (one_of(unsigned_part, {".inf", ".Inf", ".INF"})) return false;
  bool in_range = true;
  if (append_based(plain, json, in_range) || append_decimal(plain, json, in_range)) return in_range;
  append_json_string(plain, json);
  return true;
}

void append_json_string(std::string_view text, std::string& json) {
  constexpr char kHex[] = "0123456789abcdef";
  json += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (byte < 0x20) {
      json += "\\u00";
      json += kHex[byte >> 4u];
      json += kHex[byte & 15u];
    } else {
      json += c;
    }
  }
  json += '"';
}

}  // namespace ingest::sdk::map
