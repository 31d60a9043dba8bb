// settings.hpp - the JSON that the host hands to create, made into what the connector needs.
// Immutable afterwards; const access is thread-safe.
#pragma once

#include <string_view>

#include "checkmarx-one/connection.hpp"
#include "ingest/sdk/map/transform_map.hpp"

namespace checkmarx::dast {

// The product page's words, for whoever tries.
inline constexpr std::string_view kNoFilters =
    "Custom filter queries are not currently supported for the CheckmarxOne DAST connector. The "
    "connector retrieves all available DAST scan results from the configured Checkmarx One "
    "environment on each run.";

struct Settings {
  one::Connection tenant;
  bool details = false;   // ask for each result's detail
  bool evidence = false;  // and keep the traffic in it
  ingest::sdk::TransformMap map;
};

// Throws INGEST_E_CONFIG. now is in seconds since 1970.
Settings parse_settings(std::string_view json, int64_t now);

}  // namespace checkmarx::dast
