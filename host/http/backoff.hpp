// backoff.hpp - the retry policy of a connection: exponential backoff with full jitter, as long as
// the limits allow, and what the server asks for in Retry-After. The engine's thread only.
#pragma once

#include <functional>

#include "http/http_settings.hpp"
#include "http/retry_policy.hpp"

namespace ingest::host {

class Backoff final : public RetryPolicy {
 public:
  using WallClock = std::function<std::chrono::system_clock::time_point()>;
  using Random = std::function<double()>;  // from 0 to 1, 1 excluded

  explicit Backoff(const RetryLimits& limits);
  Backoff(const RetryLimits& limits, Random random, WallClock clock);

  RetryDecision decide(unsigned attempt, const AttemptOutcome& outcome) override;
  unsigned max_attempts() const override { return limits_.max_attempts; }
  std::optional<std::chrono::milliseconds> asked_pause(const AttemptOutcome& outcome) override;

 private:
  std::chrono::milliseconds part_of(std::chrono::milliseconds whole);
  std::chrono::milliseconds bound(unsigned attempt) const;

  RetryLimits limits_;
  Random random_;
  WallClock clock_;
};

// "350 ms", "12 s", "12.5 s": for sentences.
std::string in_words(std::chrono::milliseconds duration);

}  // namespace ingest::host
