// probe_clock.hpp - how a child spends its time, from what the kernel says of it: so that one that
// hangs is told from one that a busy machine keeps waiting. One thread.
#pragma once

#include <sys/types.h>

#include <chrono>

namespace ingest::host {

class ProbeClock {
 public:
  using Clock = std::chrono::steady_clock;

  // Counts from now on.
  void start(pid_t child);
  bool started() const noexcept { return child_ > 0; }

  std::chrono::nanoseconds elapsed() const { return Clock::now() - begin_; }
  // Of the processor, by all of its threads. Zero when the kernel won't say.
  std::chrono::nanoseconds computed() const;
  // What its first thread neither computed nor waited for the processor, if it sleeps now; else
  // zero, also when it waits for the disk or the kernel won't say.
  std::chrono::nanoseconds slept() const;

 private:
  struct Shares {
    std::chrono::nanoseconds run{0};
    std::chrono::nanoseconds wait{0};
    bool known = false;
  };
  Shares shares() const;
  bool asleep() const;
  std::chrono::nanoseconds processor_time() const;

  pid_t child_ = -1;
  Clock::time_point begin_;
  Shares at_start_;
  std::chrono::nanoseconds computed_at_start_{0};
};

}  // namespace ingest::host
