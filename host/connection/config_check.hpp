// config_check.hpp - the values of a connection's config held against the connector's fields.
// Pure, thread-safe.
#pragma once

#include <ingest/v1/descriptor.pb.h>

#include <string>
#include <string_view>

#include "connection/connection.hpp"

namespace ingest::host {

// Known keys, presence, no literal secrets, types of literals. Throws Failure (kConfig).
void check_config(const Connection& connection, const v1::ConnectorDescriptor& connector);

// Why value is none of the field's type, in words that do not repeat it; empty when it is.
std::string value_fault(const v1::ConfigField& field, std::string_view value);

}  // namespace ingest::host
