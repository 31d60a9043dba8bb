// explanation.hpp - how a map came to a record, row by row, beside what the record has in the end.
// Pure, thread-safe.
#pragma once

#include <ingest/v1/asset.pb.h>
#include <ingest/v1/finding.pb.h>

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "ingest/sdk/map/trace.hpp"
#include "ingest/sdk/map/transform_map.hpp"
#include "map_trial/finding_search.hpp"

namespace ingest::host {

struct ExplainedRow {
  sdk::map::RowTrace trace;
  sdk::TransformMap::Row row;  // as the map file has it
  std::string written;  // what the record has there, as JSON; empty: nothing, or not from here
};

struct Explanation {
  std::vector<ExplainedRow> rows;  // in the order in which they ran
  sdk::TransformMap::Outcome outcome;
  // Fields that the map left alone and the connector or ingest fills: "id", "assetClass".
  std::vector<std::pair<std::string, std::string>> not_of_the_map;  // field, value as JSON
};

// found.root is there. Without a row in found, and unless it is about the asset, there is nothing
// to explain: no rows.
Explanation explain(const FoundFinding& found, const sdk::TransformMap& map);

boost::json::object explanation_json(const Explanation& explanation);

}  // namespace ingest::host
