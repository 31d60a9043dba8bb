// scope_check.hpp - a connection's scope held against the filters that the connector offers. Pure,
// thread-safe.
#pragma once

#include <ingest/v1/descriptor.pb.h>

#include "connection/connection.hpp"

namespace ingest::host {

// Throws Failure (kConfig) that lists what there is to choose from.
void check_scope(const Connection& connection, const v1::ConnectorDescriptor& connector);

}  // namespace ingest::host
