// config_fields.hpp - what both connectors ask for, check and ship, as their descriptors state it.
// Pure functions. [thread-safe]
#pragma once

#include <string_view>

#include "ingest/sdk/map/embedded_map.hpp"
#include "ingest/v1/descriptor.pb.h"

namespace checkmarx::one {

// region_label is the product page's: "Checkmarx Region" or "Domain Name".
void add_config_fields(ingest::v1::ConnectorDescriptor& descriptor, std::string_view region_label);

// The five checks; the last two in the words of the connector.
void add_checks(ingest::v1::ConnectorDescriptor& descriptor, std::string_view authorization,
                std::string_view data_fetch);

void add_permission(ingest::v1::ConnectorDescriptor& descriptor, std::string_view name,
                    std::string_view needed_for);
void add_endpoint(ingest::v1::ConnectorDescriptor& descriptor, std::string_view name,
                  std::string_view url, std::string_view notes);
void add_trouble(ingest::v1::ConnectorDescriptor& descriptor, std::string_view issue,
                 std::string_view resolution);

// The map that the connector ships; the first one added is the default.
void add_map(ingest::v1::ConnectorDescriptor& descriptor, const ingest::sdk::EmbeddedMap& map);

}  // namespace checkmarx::one
