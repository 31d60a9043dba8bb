// signals.hpp - SIGINT and SIGTERM as a request to stop. The first one asks, the second one of
// either ends the process at once; so does the first while nobody holds a token. SIGPIPE is
// ignored: writing tells.
#pragma once

#include <stop_token>

#include "diagnostics/failure.hpp"

namespace ingest::host {

// Once, before other threads are started: they inherit that these signals are blocked.
void start_signal_thread();

std::stop_token stop_requested();  // [thread-safe]
// kInterrupted or kTerminated once a signal came; kOk before. [thread-safe]
ExitStatus stopped_as();

}  // namespace ingest::host
