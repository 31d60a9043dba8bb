// http_trace.hpp - where the HTTP engine's log lines go.
#pragma once

#include <ingest/connector.h>

#include <functional>
#include <string>

namespace ingest::host {

// One line for each finished request, at INGEST_LOG_DEBUG, and one for each repetition, at
// INGEST_LOG_WARN unless there are too many. Runs on the engine's thread: it must not wait. What it
// throws is swallowed.
using HttpTrace = std::function<void(ingest_log_level, const std::string&)>;

// line makes the text. A log that fails is no reason for a request to fail.
template <class MakeLine>
void say(const HttpTrace& trace, ingest_log_level level, const MakeLine& line) noexcept {
  if (!trace) return;
  try {
    trace(level, line());
  } catch (...) {
  }
}

}  // namespace ingest::host
