// source_paths.hpp - every source path that the JSON form of a map names. The map need not be
// right: what is no path is passed over. Thread-safe.
#pragma once

#include <boost/json.hpp>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "path.hpp"

namespace ingest::sdk::map {

// A path as one that starts at the root: the row is findings[], an element of 'each' is PATH[].
struct FullPath {
  std::vector<Path::Segment> segments;
  bool open = false;  // $key: any member of it

  // "findings[].a.b[]", "tags.*".
  std::string text() const;
};

// Nothing when text is none.
std::optional<FullPath> parse_full_path(std::string_view text);

struct NamedPath {
  std::string pointer;  // where in the map
  std::size_t row;      // from 1
  std::string written;
  FullPath path;
  const FullPath* base;  // what written is relative to; null: the root, or the row
};

void for_each_path(const boost::json::value& map, const std::function<void(const NamedPath&)>& see);

// The leaves of the input of the map's tests, at most most of them.
void for_each_tested_path(const boost::json::value& map, std::size_t most,
                          const std::function<void(const FullPath&)>& see);

}  // namespace ingest::sdk::map
