// table.cc - see table.hpp.
#include "cli/table.hpp"

#include <sys/ioctl.h>

#include <algorithm>
#include <sstream>

#include "diagnostics/plain_text.hpp"
#include "diagnostics/streams.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kLeastWrap = 24;  // a narrower last column is not worth wrapping

std::string padded(const std::string& cell, std::size_t width) {
  const std::size_t seen = display_width(cell);
  return cell + std::string(seen < width ? width - seen : 0, ' ');
}

}  // namespace

std::string wrapped(const std::string& text, std::size_t width, const std::string& indent) {
  std::string all;
  std::size_t column = 0;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const std::size_t seen = display_width(word);
    if (column > 0 && column + 1 + seen > width) {
      all += "\n" + indent;
      column = 0;
    }
    if (column > 0) {
      all += ' ';
      ++column;
    }
    all += word;
    column += seen;
  }
  return all;
}

std::string Table::text(std::size_t width) const {
  std::vector<std::vector<std::string>> lines;
  if (!heads_.empty()) lines.push_back(heads_);
  for (const auto& row : rows_) {
    lines.emplace_back();
    for (const std::string& cell : row) lines.back().push_back(plain_text(cell));
  }
  std::vector<std::size_t> widths;
  for (const auto& line : lines) {
    widths.resize(std::max(widths.size(), line.size()));
    for (std::size_t i = 0; i < line.size(); ++i)
      widths[i] = std::max(widths[i], display_width(line[i]));
  }
  std::size_t before_last = 0;
  for (std::size_t i = 0; i + 1 < widths.size(); ++i) before_last += widths[i] + kGap;

  std::string all;
  for (const auto& line : lines) {
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const bool last = i + 1 == line.size();
      if (!last) {
        out += padded(line[i], widths[i] + kGap);
      } else if (i + 1 == widths.size() && width >= before_last + kLeastWrap) {
        out += wrapped(line[i], width - before_last, std::string(before_last, ' '));
      } else {
        out += line[i];
      }
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    all += out + "\n";
  }
  return all;
}

std::size_t terminal_width(int descriptor) noexcept {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

std::size_t page_width() noexcept {
  constexpr std::size_t kUsual = 100;
  constexpr std::size_t kWidest = 160;
  const std::size_t width = terminal_width(output_descriptor());
  return width == 0 ? kUsual : std::min(width, kWidest);
}

}  // namespace ingest::host
