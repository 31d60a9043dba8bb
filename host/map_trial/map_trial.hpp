// map_trial.hpp - what a map makes of the first rows of a source: for each target the source's
// value and the mapped one. Plain data; the function is used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ingest/sdk/map/transform_map.hpp>
#include <stop_token>
#include <string>
#include <vector>

#include "map_trial/trial_rows.hpp"

namespace ingest::host {

// Texts hold what the source holds, not yet fit to show; none is longer than a few hundred bytes.
struct TriedField {
  std::size_t row = 0;  // of the map
  std::string source;   // as the map's row describes it
  std::string value;    // of the source, before any function; of several: all, with commas
  std::string target;
  std::string mapped;
  std::string reason;  // why there is no mapped value, where there should be
};

struct TriedRecord {
  enum class Result { kMapped, kRejected, kDropped };
  std::string unit;
  std::string page;
  std::uint64_t place = 0;
  std::uint64_t row = 0;  // of the page; not of an asset
  std::string name;       // what the map calls it; of one that is not mapped, what it would have
  Result result = Result::kMapped;
  std::string reason;              // of kRejected and kDropped
  std::vector<TriedField> fields;  // those that have a value, or can't be mapped
};

struct MapTrial {
  std::vector<TriedRecord> assets;    // of the findings; of the first units when there are none
  std::vector<TriedRecord> findings;  // in the order of units, pages and rows
  ReadPages read;
};

// Throws what visit_rows throws.
MapTrial try_map(ConnectorInstance& instance, const sdk::TransformMap& map, TrialSource& source,
                 std::size_t limit, const std::stop_token& cancelled);

// "mapped", "rejected", "dropped".
const char* result_name(TriedRecord::Result result) noexcept;

}  // namespace ingest::host
