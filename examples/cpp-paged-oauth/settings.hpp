// settings.hpp - what a connection file tells the connector. Immutable; thread-safe.
#pragma once

#include <ingest/sdk/map/transform_map.hpp>

#include <string>

namespace paged_oauth {

struct Settings {
  std::string url;  // without '/' at its end
  std::string client_id;
  std::string client_secret;
  ingest::sdk::TransformMap map;
};

}  // namespace paged_oauth
