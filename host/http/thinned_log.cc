#include "http/thinned_log.hpp"

#include <algorithm>

namespace ingest::host::http {

bool ThinnedLog::may_warn(Time now) {
  if (refilled_ != Time{}) {
    const std::chrono::duration<double> gone = now - refilled_;
    left_ = std::min<double>(kBurst, left_ + gone.count() * kPerSecond);
  }
  refilled_ = now;
  if (left_ < 1) return false;
  left_ -= 1;
  return true;
}

void ThinnedLog::warn(std::string line, Time now) noexcept {
  if (!trace_) return;
  try {
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
