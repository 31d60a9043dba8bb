// row_text.hpp - a row of a map file in words, for people. Nothing in it is fit for a terminal yet.
// Pure, thread-safe.
#pragma once

#include <boost/json.hpp>
#include <string>

namespace ingest::host {

enum class Detail {
  kBrief,  // what a table has room for: "value_map of 4"
  kFull,   // all that makes a difference
};

struct RowText {
  std::string source;     // "repoUrl, else $scan.repoUrl"; of a row that drops: empty
  std::string functions;  // "trim, upper"
  std::string target;     // as written; of a row that drops: "drop: finding"
  std::string when;       // "findings[].state equals URGENT"
  std::string remarks;    // "identifier, published"
  std::string note;
};

// The row need not be right: what makes no sense is left out.
RowText row_text(const boost::json::value& row, Detail detail);

// All of it in one line: "name | trim | when type equals x | identifier".
std::string row_line(const boost::json::value& row);

}  // namespace ingest::host
