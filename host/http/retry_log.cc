#include "http/retry_log.hpp"

#include <algorithm>

#include "http/backoff.hpp"

namespace ingest::host::http {
namespace {

std::string line_of(const Transfer& transfer, unsigned max_attempts,
                    std::chrono::milliseconds pause) {
  const Request& request = transfer.request();
  const Verdict& verdict = transfer.verdict();
  std::string line = request.method + " " + request.shown_url() + ": ";
  line += verdict.status == INGEST_OK ? "HTTP " + std::to_string(transfer.http_status())
                                      : verdict.sentence;
  line += "; attempt " + std::to_string(transfer.attempts()) + " of " +
          std::to_string(max_attempts) + ", again in " + in_words(pause);
  if (!request.headers.correlation_id.empty()) {
    line += ", correlation " + request.headers.correlation_id;
  }
  return line;
}

}  // namespace

bool RetryLog::may_warn(Clock::time_point now) {
  if (refilled_ != Clock::time_point{}) {
    const std::chrono::duration<double> gone = now - refilled_;
    warnings_left_ = std::min<double>(kBurst, warnings_left_ + gone.count() * kPerSecond);
  }
  refilled_ = now;
  if (warnings_left_ < 1) return false;
  warnings_left_ -= 1;
  return true;
}

void RetryLog::note(const Transfer& transfer, unsigned max_attempts,
                    std::chrono::milliseconds pause, Clock::time_point now) noexcept {
  if (!trace_) return;
  try {
    std::string line = line_of(transfer, max_attempts, pause);
    if (!may_warn(now)) {
      ++unseen_;
      trace_(INGEST_LOG_DEBUG, line);
      return;
    }
    if (unseen_ > 0) line += " (and " + std::to_string(unseen_) + " more since the last warning)";
    unseen_ = 0;
    trace_(INGEST_LOG_WARN, line);
  } catch (...) {
    // A log that fails is no reason for a request to fail.
  }
}

}  // namespace ingest::host::http
