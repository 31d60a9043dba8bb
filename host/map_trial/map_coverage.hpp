// map_coverage.hpp - what a map leaves out, over all rows of a recording. Plain data; the function
// is used by one thread. Memory depends on the variety of what is found, which is bounded, and not
// on the number of rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ingest/sdk/map/transform_map.hpp>
#include <stop_token>
#include <string>
#include <vector>

#include "map_trial/field_tally.hpp"
#include "map_trial/trial_rows.hpp"

namespace ingest::host {

struct MapCoverage {
  // Values that the value_maps do not know: no more than these are told apart.
  static constexpr std::size_t kMostUnknown = 2000;

  struct Counts {
    std::uint64_t mapped = 0;
    std::uint64_t rejected = 0;
    std::uint64_t dropped = 0;
    std::uint64_t all() const noexcept { return mapped + rejected + dropped; }
  };
  struct EmptyTarget {
    std::string target;             // under its first name
    std::vector<std::size_t> rows;  // of the map
    std::string sources;            // of those rows
    std::string why;                // "no value", "its condition never holds", ...
  };
  struct Unknown {
    std::string value;
    std::uint64_t count = 0;
    std::size_t row = 0;  // of the map
    std::string target;
    std::string source;
    std::string policy;  // "dead-letter", "keep", ...
  };

  Counts assets;
  Counts findings;
  std::size_t fields = 0;                      // that the source has
  std::vector<FieldTally::Field> unread_root;  // that no row of the map looks at
  std::vector<FieldTally::Field> unread_row;
  bool more_fields = false;           // than are told apart
  std::vector<EmptyTarget> empty;     // of the map's
  std::vector<Unknown> unknown;       // most frequent first
  std::uint64_t more_unknown = 0;     // beyond those that are told apart
  std::vector<std::string> unfilled;  // targets that no row of the map fills
  ReadPages read;
};

// Throws what visit_rows throws. The pages of a unit come one after the other.
MapCoverage cover_map(ConnectorInstance& instance, const sdk::TransformMap& map,
                      TrialSource& source, const std::stop_token& cancelled);

}  // namespace ingest::host
