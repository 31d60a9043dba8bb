// busy_time.hpp - how long something took this thread, without the time in which it could have run
// and a busy machine gave its core to others. One thread.
#pragma once

#include <chrono>
#include <cstdint>

namespace ingest::host::conformance {

class BusyTime {
 public:
  BusyTime();  // the clock starts
  std::chrono::milliseconds elapsed() const { return since(start_); }
  // Since a later point in time; what was waited before it is left out too.
  std::chrono::milliseconds since(std::chrono::steady_clock::time_point later) const;

 private:
  static std::int64_t waited_ns();  // for a core, all its life

  std::chrono::steady_clock::time_point start_;
  std::int64_t waited_;
};

}  // namespace ingest::host::conformance
