// map_rows.hpp - a transform map's rows for people, as 'plugins show' and 'maps show' print them.
// Pure.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "maps/row_text.hpp"

namespace ingest::host {

struct MapRow {
  std::size_t number = 0;  // from 1
  std::string source;      // a path, or what is done in words: "repoUrl, else $scan.repoUrl"
  std::string functions;   // "trim, value_map of 5"
  std::string target;      // "findings[].severity"; of a row that drops: "drop: finding"
  std::string remark;      // "identifier", "published", "when findings[].state exists"
  std::string note;
};

// yaml is the map file. Empty when it can't be read.
std::vector<MapRow> map_rows(const std::string& yaml, Detail detail = Detail::kBrief);

// Number, source, functions, target, remarks with notes, side by side in width columns.
std::string map_text(const std::vector<MapRow>& rows, std::size_t width);

boost::json::value map_rows_json(const std::vector<MapRow>& rows);

}  // namespace ingest::host
