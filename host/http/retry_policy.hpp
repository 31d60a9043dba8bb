// retry_policy.hpp - whether an attempt that ended is the last one. A policy is a pure function of
// its arguments (and of a random source, if it wants jitter); the engine owns the flow: it counts
// attempts, waits, queues the request again, and asks nothing when the request forbids repetition.
// Called on the engine's thread only.
#pragma once

#include <ingest/ext/http.h>

#include <chrono>
#include <optional>
#include <string_view>

namespace ingest::host {

// How one attempt ended. Views are borrowed for the call.
struct AttemptOutcome {
  ingest_status status = INGEST_OK;
  int http_status = 0;  // 0: none was received
  int phase = INGEST_HTTP_PHASE_START;
  std::string_view method;
  std::string_view headers;  // "name: value\n" lines of the answer, names in lower case
};

class RetryPolicy {
 public:
  virtual ~RetryPolicy() = default;
  // The pause before the next attempt, or empty when this one was final. attempt counts from 1.
  virtual std::optional<std::chrono::milliseconds> again(unsigned attempt,
                                                         const AttemptOutcome& outcome) = 0;
};

// Every attempt is final.
class NoRetries final : public RetryPolicy {
 public:
  std::optional<std::chrono::milliseconds> again(unsigned, const AttemptOutcome&) override {
    return std::nullopt;
  }
};

}  // namespace ingest::host
