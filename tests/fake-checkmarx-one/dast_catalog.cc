#include "dast_catalog.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace fake_cx1 {
namespace {

template <class Number>
Number Part(std::string_view text, std::size_t at, std::size_t size) {
  Number value{};
  const std::string_view digits = text.substr(at, size);
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace

std::string_view StatusWord(std::string_view last_status) {
  return last_status.substr(0, last_status.find('@'));
}

bool IsFinished(std::string_view last_status) {
  std::string word(StatusWord(last_status));
  std::transform(word.begin(), word.end(), word.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return word == "finished" || word == "completed";
}

std::optional<std::int64_t> ReadTime(std::string_view text) {
  if (text.size() < 20 || text.back() != 'Z') return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{Part<int>(text, 0, 4)},
                                         std::chrono::month{Part<unsigned>(text, 5, 2)},
                                         std::chrono::day{Part<unsigned>(text, 8, 2)}};
  const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
  const std::int64_t seconds = Part<std::int64_t>(text, 11, 2) * 3600 +
                               Part<std::int64_t>(text, 14, 2) * 60 +
                               Part<std::int64_t>(text, 17, 2);
  std::string fraction;
  if (text[19] == '.') fraction = text.substr(20, text.size() - 21);
  fraction.resize(7, '0');
  return (days * 86400 + seconds) * 10000000 + Part<std::int64_t>(fraction, 0, 7);
}

const DastScan* ChosenScan(const std::vector<DastScan>& scans) {
  const DastScan* chosen = nullptr;
  for (const DastScan& scan : scans) {
    if (!scan.has_results || !IsFinished(scan.last_status)) continue;
    if (chosen == nullptr || ReadTime(scan.update_time) > ReadTime(chosen->update_time)) {
      chosen = &scan;
    }
  }
  return chosen;
}

}  // namespace fake_cx1
