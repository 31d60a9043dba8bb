// map_rows.hpp - a transform map's rows as source and target, for people. Pure.
#pragma once

#include <string>
#include <vector>

namespace ingest::host {

struct MapRow {
  std::string source;  // a path, or what is done in words: "first of a, b"
  std::string target;
  std::string remark;  // "identifier", "published"
};

// yaml is the map file. Empty when it can't be read.
std::vector<MapRow> map_rows(const std::string& yaml);

}  // namespace ingest::host
