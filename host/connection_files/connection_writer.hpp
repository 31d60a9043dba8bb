// connection_writer.hpp - the text of a new connection file: what the draft says, in the order of
// the documentation, with comments from what the connector describes. Pure, thread-safe.
#pragma once

#include <ingest/v1/descriptor.pb.h>

#include <string>

#include "connection_files/connection_draft.hpp"

namespace ingest::host {

// Reads back (parse_connection) as what the draft says, unless that refuses one of the values.
std::string connection_text(const ConnectionDraft& draft, const v1::ConnectorDescriptor& connector);

// The value of one key of the schedule.
std::string schedule_yaml(const std::string& key, const std::string& value);

}  // namespace ingest::host
