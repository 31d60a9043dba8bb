// map_head.hpp - the head of a map's text given other values, with everything else left as it is,
// comments and all. Pure, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ingest::host {

struct MapHead {
  std::string name;
  std::string title;
  std::uint32_t version = 1;
};

// yaml is a map with a name and a version; a title is put in where there is none. Whatever way
// the head is written in: quoted, folded, as JSON. The result is for the caller to check: what
// can't be edited comes out as a map that says something else.
std::string with_head(std::string_view yaml, const MapHead& head);

}  // namespace ingest::host
