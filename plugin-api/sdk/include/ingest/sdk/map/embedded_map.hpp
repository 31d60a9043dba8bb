// embedded_map.hpp - a map file compiled into a connector by ingest_embed_map() in CMake: the text
// that people read and the form that TransformMap::parse takes. Constant data; thread-safe.
#pragma once

#include <string_view>

namespace ingest::sdk {

struct EmbeddedMap {
  std::string_view yaml;
  std::string_view json;
};

}  // namespace ingest::sdk
