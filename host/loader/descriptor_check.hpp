// descriptor_check.hpp - whether an ingest.v1.ConnectorDescriptor makes sense: ids, versions, keys
// without repeats, references to keys that exist. Pure, thread-safe.
#pragma once

#include <ingest/v1/descriptor.pb.h>

#include <string>

namespace ingest::host {

// Why not, in plain words; empty when it does.
std::string check_descriptor(const v1::ConnectorDescriptor& descriptor);

}  // namespace ingest::host
