// page_record.hpp - a recorded page as the record that fetch emitted. Pure, thread-safe.
#pragma once

#include <ingest/connector.h>
#include <ingest/v1/source_page.pb.h>

namespace ingest::host {

// Borrows from page. A time that does not fit is unknown.
ingest_record record_of(const v1::SourcePage& page);

}  // namespace ingest::host
