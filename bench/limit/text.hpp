// text.hpp - small conversions that both kinds of rows need. Pure.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <string>
#include <string_view>

namespace ingest::bench {

inline std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\f\v";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

inline void make_upper(std::string& text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
}

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

inline std::string_view cwe_digits(std::string_view text) {
  text = trimmed(text);
  if (text.substr(0, 4) == "CWE-") text.remove_prefix(4);
  if (text.empty() || text.front() == '0') return {};
  for (const char c : text)
    if (!is_digit(c)) return {};
  return text;
}

// RFC 3339 with Z or an offset of minutes. False: it is none.
inline bool read_time(std::string_view text, google::protobuf::Timestamp& time) {
  const auto number = [&](std::size_t at, std::size_t digits, long& out) {
    out = 0;
    for (std::size_t i = at; i < at + digits; ++i) {
      if (i >= text.size() || !is_digit(text[i])) return false;
      out = out * 10 + (text[i] - '0');
    }
    return true;
  };
  long y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
  if (!number(0, 4, y) || !number(5, 2, mo) || !number(8, 2, d) || !number(11, 2, h) ||
      !number(14, 2, mi) || !number(17, 2, s))
    return false;
  std::size_t at = 19;
  long nanos = 0;
  if (at < text.size() && text[at] == '.') {
    long scale = 1'000'000'000;
    for (++at; at < text.size() && is_digit(text[at]); ++at) {
      nanos = nanos * 10 + (text[at] - '0');
      scale /= 10;
    }
    nanos *= scale;
  }
  long zone = 0;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
    long zh = 0, zm = 0;
    if (!number(at + 1, 2, zh) || !number(at + 4, 2, zm)) return false;
    zone = (zh * 60 + zm) * (text[at] == '-' ? -60 : 60);
  }
  // Days since 1970 of a date of the Gregorian calendar; the year begins in March.
  const long year = mo <= 2 ? y - 1 : y;
  const long era = year / 400;
  const long yoe = year - era * 400;
  const long doy = (153 * (mo + (mo > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  const long days = era * 146'097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719'468;
  time.set_seconds(days * 86'400 + h * 3600 + mi * 60 + s - zone);
  time.set_nanos(static_cast<int>(nanos));
  return true;
}

}  // namespace ingest::bench
