#include "run/number_table.hpp"

#include <algorithm>

#include "diagnostics/plain_text.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kGap = 2;

std::string padding(std::size_t width, std::size_t used) {
  return std::string(width > used ? width - used : 0, ' ');
}

}  // namespace

void NumberTable::add(std::string name, std::vector<Number> numbers) {
  Line line{std::move(name), {}};
  for (const Number& number : numbers) line.cells.push_back(number ? std::to_string(*number) : "-");
  line.cells.resize(heads_.size(), "-");
  lines_.push_back(std::move(line));
}

std::string NumberTable::text(std::size_t name_width) const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < heads_.size(); ++i) {
    widths.push_back(heads_[i].size());
    for (const Line& line : lines_) widths[i] = std::max(widths[i], line.cells[i].size());
  }
  std::string text = std::string(name_width, ' ');
  const auto add_cells = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      text += std::string(kGap, ' ') + padding(widths[i], cells[i].size()) + cells[i];
    text += '\n';
  };
  add_cells(heads_);
  for (const Line& line : lines_) {
    text += line.name + padding(name_width, display_width(line.name));
    add_cells(line.cells);
  }
  return text;
}

}  // namespace ingest::host
