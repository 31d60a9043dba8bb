// busy_time.hpp - how long something took this thread, without the time in which it could have run
// and a busy machine gave its core to others. One thread.
#pragma once

#include <chrono>
#include <cstdint>

namespace ingest::host::conformance {

class BusyTime {
 public:
  BusyTime();  // the clock starts
  std::chrono::milliseconds elapsed() const;

 private:
  static std::int64_t waited_ns();  // for a core, all its life

  std::chrono::steady_clock::time_point start_;
  std::int64_t waited_;
};

}  // namespace ingest::host::conformance
