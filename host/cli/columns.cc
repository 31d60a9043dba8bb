// columns.cc - see columns.hpp.
#include "cli/columns.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>

#include "diagnostics/plain_text.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::string_view kCut = "...";

// Where a path or a number may be cut with less harm than within a word.
bool parts(char c) { return c == '.' || c == ',' || c == '/' || c == '-' || c == ':'; }

// As much of text as fits, cut where the second half has a blank, or else something that parts
// words. Takes at least one character.
std::string take_line(std::string_view& text, std::size_t width) {
  std::size_t end = 0;
  std::size_t seen = 0;
  std::size_t blank = 0;
  std::size_t mark = 0;
  while (end < text.size()) {
    const std::size_t size = first_character(text.substr(end)).bytes;
    const std::size_t wide = display_width(text.substr(end, size));
    if (seen + wide > width && end > 0) break;
    seen += wide;
    end += size;
    if (seen <= width / 2) continue;
    if (text[end - 1] == ' ') blank = end;
    if (parts(text[end - 1])) mark = end;
  }
  if (end < text.size() && (blank > 0 || mark > 0)) end = blank > 0 ? blank : mark;
  std::string line(text.substr(0, end));
  text.remove_prefix(end);
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace

std::vector<std::string> Columns::lines_of(const std::string& cell, std::size_t width) const {
  const std::string plain = plain_text(cell);
  std::vector<std::string> lines;
  std::string_view rest = plain;
  while (!rest.empty() && lines.size() < most_lines_) lines.push_back(take_line(rest, width));
  if (rest.empty()) return lines;
  std::string_view last = lines.back();
  const std::size_t room = width > kCut.size() ? width - kCut.size() : 1;
  lines.back() = take_line(last, room) + std::string(kCut);
  return lines;
}

std::string Columns::row(const std::vector<std::string>& cells, const std::string& indent) const {
  std::vector<std::vector<std::string>> columns;
  std::size_t height = 1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    columns.push_back(lines_of(cells[i], widths_.at(i)));
    height = std::max(height, columns.back().size());
  }
  std::string all;
  for (std::size_t line = 0; line < height; ++line) {
    std::string out = indent;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string text = line < columns[i].size() ? columns[i][line] : std::string();
      out += text;
      if (i + 1 < columns.size()) out.append(widths_[i] + kGap - display_width(text), ' ');
    }
    out.erase(out.find_last_not_of(' ') + 1);
    all += out + "\n";
  }
  return all;
}

std::vector<std::size_t> shared_out(std::size_t width, const std::vector<std::size_t>& weights) {
  const std::size_t gaps = kGap * (weights.size() - 1);
  const std::size_t room = std::max(width, gaps + 8 * weights.size()) - gaps;
  const std::size_t sum = std::accumulate(weights.begin(), weights.end(), std::size_t{0});
  std::vector<std::size_t> widths;
  for (const std::size_t weight : weights)
    widths.push_back(std::max<std::size_t>(8, room * weight / sum));
  return widths;
}

}  // namespace ingest::host
