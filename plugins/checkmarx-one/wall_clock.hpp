// wall_clock.hpp - the time of day, for expiry dates and for when a page was observed.
// [thread-safe]
#pragma once

#include <chrono>
#include <cstdint>

namespace checkmarx::one {

inline int64_t unix_now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

inline int64_t unix_now() { return unix_now_ns() / 1'000'000'000; }

}  // namespace checkmarx::one
