#include "run/dead_letters.hpp"

#include <algorithm>

#include "output/json_text.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kRawMax = std::size_t{64} << 10U;        // of one row
constexpr std::size_t kRawMaxOfPage = std::size_t{16} << 20U;  // of all rows of a page

// The length of the UTF-8 character at the start of text; 0 when there is none.
std::size_t character_size(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80U) return 1;
  const std::size_t size = first >= 0xF0U ? 4 : first >= 0xE0U ? 3 : 2;
  if (first < 0xC2U || first > 0xF4U || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  const bool overlong = (first == 0xE0U && byte(1) < 0xA0U) || (first == 0xF0U && byte(1) < 0x90U);
  const bool outside = (first == 0xEDU && byte(1) >= 0xA0U) || (first == 0xF4U && byte(1) >= 0x90U);
  return overlong || outside ? 0 : size;
}

}  // namespace

std::string printable(std::string_view text, std::size_t max) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    if (out.size() + std::max<std::size_t>(size, 1) > max) break;
    if (size == 0)
      out.push_back('?');
    else
      out.append(text.substr(0, size));
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

void DeadLetters::add(v1::DeadLetter letter) {
  std::string& raw = *letter.mutable_raw();
  const std::size_t room = std::min(kRawMax, kRawMaxOfPage - raw_bytes_);
  if (raw.size() > room) {
    raw.resize(room);
    letter.set_raw_truncated(true);
  }
  raw_bytes_ += raw.size();
  std::string line;
  append_json_line(letter, line);
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
}

}  // namespace ingest::host
