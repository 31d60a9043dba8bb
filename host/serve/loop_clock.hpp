// loop_clock.hpp - the system's clock, whose waits end early when something happens: a descriptor
// has something to read. None is longer than a second, so a clock that is set is seen within one.
// One thread.
#pragma once

#include <vector>

#include "schedule/clock.hpp"

namespace ingest::host {

class LoopClock final : public Clock {
 public:
  std::chrono::sys_seconds now() override;
  void wait_until(std::chrono::sys_seconds moment) override;

  void watch(std::vector<int> descriptors) { descriptors_ = std::move(descriptors); }

 private:
  std::vector<int> descriptors_;
};

}  // namespace ingest::host
