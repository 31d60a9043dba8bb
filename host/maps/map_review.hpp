// map_review.hpp - all that is wrong with a map file, and what looks wrong, with line and column.
// Plain data; the function is thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "maps/map_catalogue.hpp"

namespace ingest::host {

struct MapRemark {
  bool error = false;  // else a warning
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  std::size_t row = 0;  // of the map, from 1; 0: about none
  std::string pointer;  // JSON pointer (RFC 6901) into the map; "" is the map as a whole
  std::string text;     // as it came, of any origin
};

struct MapReview {
  std::vector<MapRemark> remarks;  // in the order of the file
  std::size_t errors = 0;
  std::size_t warnings = 0;
};

// What the connector's default map names are the source paths that are known, and what it says of
// identities is what history was written with. Whatever the map holds, this does not throw.
MapReview review_map(const MapFile& map, const MapCatalogue& catalogue);

}  // namespace ingest::host
