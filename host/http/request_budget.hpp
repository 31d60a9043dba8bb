// request_budget.hpp - how many requests are in flight and how often one may start: a count and a
// token bucket. The clock is the caller's. One thread.
#pragma once

#include <algorithm>
#include <chrono>

namespace ingest::host::http {

using Clock = std::chrono::steady_clock;

class RequestBudget {
 public:
  // per_second 0: no limit on the rate.
  explicit RequestBudget(double per_second)
      : per_second_(std::max(0.0, per_second)),
        // Tokens for 50 ms may be saved up, so that a late wake-up does not cost rate.
        capacity_(std::max(1.0, per_second_ / 20)),
        tokens_(capacity_) {}

  unsigned in_flight() const { return in_flight_; }

  // How long until the rate lets one start; zero: now.
  Clock::duration wait(Clock::time_point now) {
    refill(now);
    if (per_second_ <= 0 || tokens_ >= 1) return Clock::duration::zero();
    const std::chrono::duration<double> seconds((1 - tokens_) / per_second_);
    return std::chrono::ceil<std::chrono::milliseconds>(seconds);
  }

  void enter() { ++in_flight_; }
  void leave() { --in_flight_; }
  // A request is sent, on whatever behalf; it may put the bucket into debt.
  void charge(Clock::time_point now) {
    refill(now);
    if (per_second_ > 0) tokens_ -= 1;
  }

 private:
  void refill(Clock::time_point now) {
    if (refilled_ != Clock::time_point{} && now > refilled_) {
      const std::chrono::duration<double> gone = now - refilled_;
      tokens_ = std::min(capacity_, tokens_ + gone.count() * per_second_);
    }
    refilled_ = now;
  }

  unsigned in_flight_ = 0;
  double per_second_;
  double capacity_;
  double tokens_;
  Clock::time_point refilled_{};
};

}  // namespace ingest::host::http
