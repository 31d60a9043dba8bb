// unit_failure.hpp - what becomes of one unit (a project, an environment) that could not be read.
// Pure functions. [thread-safe]
#pragma once

#include "checkmarx-one/row_reading.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/v1/source_page.pb.h"

namespace checkmarx::one {

// Outcome FAILED, with the kind of failure that error amounts to and its words as the reason.
void mark_failed(ingest::v1::UnitReport& report, const ingest::sdk::Error& error);

// For a unit that fails after rows of it were delivered: how many of how many, in the reason.
void mark_failed(ingest::v1::UnitReport& report, const ingest::sdk::Error& error,
                 const RowReading& reading);

}  // namespace checkmarx::one
