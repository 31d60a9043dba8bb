// The functions' examples in docs/maps.md, each run: what the table says comes in, and what it says
// comes out.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "known_functions.hpp"
#include "map_fixture.hpp"

namespace {

using namespace maptest;

struct Example {
  std::string name;
  std::string functions;
  std::string in;
  std::string out;  // JSON, "empty" or "dead letter"
};

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line.substr(1));
  for (std::string cell; std::getline(in, cell, '|');) {
    const auto first = cell.find_first_not_of(' ');
    const auto last = cell.find_last_not_of(' ');
    cells.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
  }
  return cells;
}

std::string bare(const std::string& cell) {
  return cell.size() > 1 && cell.front() == '`' && cell.back() == '`'
             ? cell.substr(1, cell.size() - 2)
             : cell;
}

std::vector<Example> examples() {
  std::vector<Example> all;
  std::ifstream in(MAPS_DOCUMENT);
  bool in_table = false;
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("| Function |", 0) == 0) in_table = true;
    if (line.empty()) in_table = false;
    if (!in_table || line.rfind("| `", 0) != 0) continue;
    const std::vector<std::string> cells = cells_of(line);
    EXPECT_EQ(cells.size(), 5U) << line;
    if (cells.size() != 5U) continue;
    const std::string& head = cells[0];
    all.push_back({head.substr(1, head.find_first_of("`,", 1) - 1), bare(cells[2]), bare(cells[3]),
                   bare(cells[4])});
  }
  return all;
}

TEST(DocumentedFunctions, DoWhatTheDocumentSays) {
  const std::vector<Example> all = examples();
  ASSERT_GE(all.size(), 20U) << "has the table's form changed?";
  for (const Example& example : all) {
    SCOPED_TRACE(example.functions + " of " + example.in);
    if (example.out == "empty") {
      EXPECT_EQ(through(example.functions, example.in), "");
    } else if (example.out == "dead letter") {
      EXPECT_EQ(through(example.functions, example.in).substr(0, 2), "! ");
    } else if (example.out.front() == '[') {
      std::string wanted;
      const boost::json::value list = boost::json::parse(example.out);
      for (const auto& one : list.as_array())
        wanted += (wanted.empty() ? "" : "|") + std::string(one.as_string());
      EXPECT_EQ(through_list(example.functions, example.in), wanted);
    } else {
      EXPECT_EQ(through(example.functions, example.in),
                std::string(boost::json::parse(example.out).as_string()));
    }
  }
}

TEST(DocumentedFunctions, AreAllFunctionsThatThereAre) {
  std::set<std::string> documented;
  for (const Example& example : examples()) documented.insert(example.name);
  EXPECT_EQ(documented, known_functions());
}

}  // namespace
