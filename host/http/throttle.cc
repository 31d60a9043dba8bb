#include "http/throttle.hpp"

#include "http/backoff.hpp"

namespace ingest::host::http {

using std::chrono::milliseconds;

void Throttle::attempt_ended(const Transfer& transfer, const AttemptOutcome& outcome,
                             std::optional<milliseconds> asked, Clock::time_point now) {
  if (is_throttling(outcome)) {
    complained(transfer, asked, now);
    return;
  }
  const bool good = outcome.end == AttemptEnd::kAnswered && !is_transient(outcome);
  if (!good || !limit_.answered(transfer.attempt_started())) return;
  say(trace_, INGEST_LOG_INFO, [this] {
    return "up to " + std::to_string(limit_.now()) + " of " + std::to_string(limit_.most()) +
           " requests at a time again";
  });
}

void Throttle::complained(const Transfer& transfer, std::optional<milliseconds> asked,
                          Clock::time_point now) {
  traffic_.throttled();
  const unsigned before = limit_.now();
  const bool lowered = limit_.complained(transfer.attempt_started(), now);
  Clock::duration longer{};
  if (asked) longer = pauses_.pause(transfer.authority(), now, now + *asked);
  if (lowered) traffic_.slowed_down(limit_.now());
  traffic_.host_paused(std::chrono::duration_cast<milliseconds>(longer));
  if (!lowered && longer < std::chrono::seconds(1)) return;
  std::string line = transfer.authority() + " answers HTTP " +
                     std::to_string(transfer.http_status()) + " to too many requests: ";
  if (lowered) {
    line += "at most " + std::to_string(limit_.now()) + " at a time from now on, down from " +
            std::to_string(before);
  }
  if (asked && longer > Clock::duration::zero()) {
    line += std::string(lowered ? ", and " : "") + "none for " + in_words(*asked) + ", as it asks";
  }
  log_.warn(std::move(line), now);
}

}  // namespace ingest::host::http
