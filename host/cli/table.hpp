// table.hpp - rows of text in columns, for people. Cells may hold anything: they are made fit for a
// terminal, and their width is that of what is seen. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ingest::host {

class Table {
 public:
  explicit Table(std::vector<std::string> heads) : heads_(std::move(heads)) {}
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const noexcept { return rows_.empty(); }

  // The last column is wrapped between words at width columns in all (0: never); what it wraps
  // to stays in its column.
  std::string text(std::size_t width = 0) const;

 private:
  std::vector<std::string> heads_;
  std::vector<std::vector<std::string>> rows_;
};

// text in lines of at most width columns, cut between words, each but the first after indent.
std::string wrapped(const std::string& text, std::size_t width, const std::string& indent);

// Columns of the terminal behind descriptor; 0 when it is none.
std::size_t terminal_width(int descriptor) noexcept;

// Columns to fill on stdout: the terminal's, at most 160, or 100 where there is none.
std::size_t page_width() noexcept;

}  // namespace ingest::host
