// map_diff.hpp - what tells two maps apart, target by target. Pure, thread-safe.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <vector>

namespace ingest::host {

struct MapChange {
  enum class Kind { kHead, kAdded, kRemoved, kChanged, kReordered };
  Kind kind = Kind::kChanged;
  std::string target;     // of a change of the head: its key
  std::string before;     // in words; empty where it is new
  std::string after;      // empty where it is gone
  bool identity = false;  // findings or assets will not be recognised as those of earlier runs
};

struct MapDiff {
  std::vector<MapChange> changes;  // the head's, then the rows' in the order of the first map
  bool identity = false;           // of any change
};

// Both are maps as TransformMap::parse takes them; what they say need not be right. Rows that moved
// are no change, unless they fill the same field one after the other, where the last one wins.
MapDiff diff_maps(const boost::json::value& before, const boost::json::value& after);

const char* name_of(MapChange::Kind kind) noexcept;  // "added"

}  // namespace ingest::host
