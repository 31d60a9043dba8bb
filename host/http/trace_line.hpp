// trace_line.hpp - what the log says of one finished request. No header, no body; no query when
// the request is sensitive.
#pragma once

#include <string>

#include "http/transfer.hpp"

namespace ingest::host::http {

std::string trace_line(const Transfer& transfer, Clock::time_point now);

}  // namespace ingest::host::http
