// review.hpp - all that is wrong with a map, and what looks wrong. Thread-safe.
#pragma once

#include <boost/json.hpp>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace ingest::sdk::map {

enum class Level { kError, kWarning };

struct Remark {
  Level level = Level::kError;
  std::string pointer;  // JSON pointer (RFC 6901) into the map; "" is the map as a whole
  bool at_key = false;  // it is about the key there, not the value
  std::size_t row = 0;  // from 1; 0: about no row
  std::string text;     // one sentence
};

// What there is to know beside the map itself.
struct Known {
  std::set<std::string> paths;  // source paths, see known_paths(); none: nothing is said of paths
};

// Errors: everything that TransformMap::parse refuses, row by row, and rows that identify an asset
// or finding without being marked so. Warnings: source paths that are not known, sources and
// functions that are never reached, conditions that never or always hold, rows that never show,
// identities that fall back to a constant. The map may be anything at all.
std::vector<Remark> review(const boost::json::value& map, const Known& known);

// The source paths that a map names, in its rows and in the input of its tests: "a.b",
// "findings[].list[].c"; "a.*" when the members of a have any name. At most 10000. The map need not
// be right.
std::set<std::string> known_paths(const boost::json::value& map);

}  // namespace ingest::sdk::map
