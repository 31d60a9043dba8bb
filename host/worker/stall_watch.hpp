// stall_watch.hpp - tells a connector call that works from one that hangs: it is outside of the
// host, and has called nothing of it for so long. Time counts in ticks of whoever watches, so that
// a machine or a process that was suspended does not count. Pure; one thread.
#pragma once

#include <chrono>
#include <map>
#include <optional>

#include "worker/box_reader.hpp"

namespace ingest::host {

class StallWatch {
 public:
  explicit StallWatch(std::chrono::milliseconds patience) : patience_(patience) {}

  // passed: since the tick before. Of the calls that have been silent too long the one that has
  // been so longest.
  std::optional<CallUnderWay> tick(const BoxState& state, std::chrono::milliseconds passed);

 private:
  struct Silence {
    std::uint64_t beats = 0;
    std::chrono::milliseconds lasted{0};
  };

  const std::chrono::milliseconds patience_;
  std::map<std::size_t, Silence> silent_;  // by slot
  std::uint64_t other_beats_ = 0;
};

}  // namespace ingest::host
