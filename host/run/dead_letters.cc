#include "run/dead_letters.hpp"

#include <algorithm>
#include <stdexcept>

#include "diagnostics/redactor.hpp"
#include "output/json_text.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kRawMax = std::size_t{64} << 10U;        // of one row
constexpr std::size_t kRawMaxOfPage = std::size_t{16} << 20U;  // of all rows of a page

}  // namespace

void DeadLetters::add(v1::DeadLetter letter) {
  redactor().take_out_secrets(*letter.mutable_reason());
  std::string& raw = *letter.mutable_raw();
  const std::size_t room = std::min(kRawMax, kRawMaxOfPage - raw_bytes_);
  if (raw.size() > room) letter.set_raw_truncated(true);
  // Before the cut, which could leave half of a secret that nobody recognizes.
  if (raw.size() > kRawLooked) raw.resize(kRawLooked);
  redactor().take_out_secrets(raw);
  if (raw.size() > room) raw.resize(room);
  raw_bytes_ += raw.size();
  std::string line;
  if (!append_json_line(letter, line)) throw std::logic_error("a dead letter without a JSON form");
  bytes_ += line.size();
  lines_.emplace_back(letter.row(), std::move(line));
}

std::string DeadLetters::take() {
  std::stable_sort(lines_.begin(), lines_.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string text;
  for (const auto& [row, line] : lines_) text += line;
  clear();
  return text;
}

void DeadLetters::clear() {
  lines_.clear();
  raw_bytes_ = 0;
  bytes_ = 0;
}

}  // namespace ingest::host
