// map_error.hpp - what is wrong with a map, and where in it. Thread-safe.
#pragma once

#include <string>
#include <utility>

#include "ingest/sdk/connector.hpp"

namespace ingest::sdk {

// What TransformMap::parse throws. pointer is a JSON pointer (RFC 6901) into the map, "/rows/3/to";
// "" is the map as a whole. at_key: the key there is wrong rather than its value.
class MapError : public Error {
 public:
  MapError(std::string message, std::string pointer, bool at_key)
      : Error(INGEST_E_CONFIG, std::move(message)), pointer_(std::move(pointer)), at_key_(at_key) {}
  const std::string& pointer() const noexcept { return pointer_; }
  bool at_key() const noexcept { return at_key_; }

 private:
  std::string pointer_;
  bool at_key_;
};

}  // namespace ingest::sdk
