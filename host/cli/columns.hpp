// columns.hpp - rows of text in columns of given widths; what does not fit goes on below, in its
// column. For cells that may be long, where a Table would run off the page. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ingest::host {

class Columns {
 public:
  // A cell that needs more than most_lines lines is cut, and "..." shows it.
  Columns(std::vector<std::size_t> widths, std::size_t most_lines)
      : widths_(std::move(widths)), most_lines_(most_lines) {}

  // One line or more, each ended. Cells may hold anything: they are made fit for a terminal.
  std::string row(const std::vector<std::string>& cells, const std::string& indent = "") const;

 private:
  std::vector<std::string> lines_of(const std::string& cell, std::size_t width) const;

  std::vector<std::size_t> widths_;
  std::size_t most_lines_;
};

// width shared out to columns by their weights, two blanks between them.
std::vector<std::size_t> shared_out(std::size_t width, const std::vector<std::size_t>& weights);

}  // namespace ingest::host
