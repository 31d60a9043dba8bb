// number_table.hpp - numbers under heads, each line with its name before it, for people. One
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ingest::host {

class NumberTable {
 public:
  explicit NumberTable(std::vector<std::string> heads) : heads_(std::move(heads)) {}

  // A number that nobody knows is shown as "-".
  using Number = std::optional<std::uint64_t>;
  void add(std::string name, std::vector<Number> numbers);

  // Names on the left, in a column of at least name_width; numbers at the right end of their heads.
  std::string text(std::size_t name_width) const;

 private:
  struct Line {
    std::string name;
    std::vector<std::string> cells;
  };
  std::vector<std::string> heads_;
  std::vector<Line> lines_;
};

}  // namespace ingest::host
