// retry_log.hpp - one line for each repetition: what, why, which attempt, after which pause. A
// flood of them is thinned to one warning every so often; the others are debug lines. Used on the
// engine's thread only.
#pragma once

#include <string>

#include "http/http_trace.hpp"
#include "http/request_budget.hpp"
#include "http/transfer.hpp"

namespace ingest::host::http {

class RetryLog {
 public:
  static constexpr unsigned kBurst = 10;
  static constexpr double kPerSecond = 0.5;

  explicit RetryLog(const HttpTrace& trace) : trace_(trace) {}

  void note(const Transfer& transfer, unsigned max_attempts, std::chrono::milliseconds pause,
            Clock::time_point now) noexcept;

 private:
  bool may_warn(Clock::time_point now);

  const HttpTrace& trace_;
  double warnings_left_ = kBurst;
  Clock::time_point refilled_{};
  uint64_t unseen_ = 0;  // debug lines since the last warning
};

}  // namespace ingest::host::http
