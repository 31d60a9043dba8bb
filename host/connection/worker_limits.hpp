// worker_limits.hpp - what a worker may use. Plain data.
#pragma once

#include <chrono>
#include <cstdint>

namespace ingest::host {

struct WorkerLimits {
  std::chrono::milliseconds stall{60000};          // without a sign of life of a connector call
  std::uint64_t memory = std::uint64_t{2} << 30U;  // bytes
  unsigned files = 512;                            // open at one time
};

}  // namespace ingest::host
