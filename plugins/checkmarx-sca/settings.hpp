// settings.hpp - the JSON that the host hands to create, made into what the connector needs.
// Immutable afterwards; const access is thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "checkmarx-one/connection.hpp"
#include "ingest/sdk/map/transform_map.hpp"

namespace checkmarx::sca {

struct Scope {
  bool generic_application = true;
  bool code_repository = true;
  bool vulnerabilities = true;
};

struct Settings {
  std::string connection_name;
  one::Connection tenant;
  Scope scope;
  bool main_branch_only = false;
  ingest::sdk::TransformMap map;
};

// Throws INGEST_E_CONFIG. now is in seconds since 1970.
Settings parse_settings(std::string_view json, int64_t now);

}  // namespace checkmarx::sca
