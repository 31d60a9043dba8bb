// concurrency_limit.hpp - how many requests may be in flight: as many as the connection allows,
// half as many when the server complains, and step by step more again while it does not. Times are
// the caller's. One thread.
#pragma once

#include <algorithm>
#include <chrono>

namespace ingest::host::http {

class ConcurrencyLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr unsigned kGoodForOneMore = 10;

  explicit ConcurrencyLimit(unsigned most) : most_(std::max(1u, most)), now_(most_) {}

  unsigned most() const { return most_; }
  unsigned now() const { return now_; }

  // The server complained about a request. What was under way when it complained before is of the
  // same burst, and changes nothing. True: the limit is lower now.
  bool complained(Time sent, Time now) {
    if (sent <= lowered_at_) return false;
    lowered_at_ = now;
    good_ = 0;
    const unsigned before = now_;
    now_ = std::max(1u, now_ / 2);
    return now_ < before;
  }

  // The server answered without complaint. True: the limit is higher now.
  bool answered(Time sent) {
    if (now_ == most_ || sent <= lowered_at_ || ++good_ < kGoodForOneMore) return false;
    good_ = 0;
    ++now_;
    return true;
  }

 private:
  const unsigned most_;
  unsigned now_;
  unsigned good_ = 0;  // answers since the limit changed
  Time lowered_at_{};
};

}  // namespace ingest::host::http
