// clock.hpp - the time of day as the schedules see it. It may jump, both ways; tests make it do so.
#pragma once

#include <chrono>

namespace ingest::host {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::chrono::sys_seconds now() = 0;
  // Returns at that moment, or earlier: whoever waits looks at the clock again, for it may have
  // been set meanwhile.
  virtual void wait_until(std::chrono::sys_seconds moment) = 0;
};

}  // namespace ingest::host
