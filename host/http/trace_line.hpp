// trace_line.hpp - what the log says of a request: of its end, and of each repetition. No header,
// no body; no query when the request is sensitive.
#pragma once

#include <chrono>
#include <string>

#include "http/transfer.hpp"

namespace ingest::host::http {

// Its attempt ended, and another one follows after pause.
std::string retry_line(const Transfer& transfer, unsigned max_attempts,
                       std::chrono::milliseconds pause);

std::string trace_line(const Transfer& transfer, Clock::time_point now);

}  // namespace ingest::host::http
