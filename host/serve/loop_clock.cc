// loop_clock.cc - see loop_clock.hpp.
#include "serve/loop_clock.hpp"

#include <poll.h>

#include <algorithm>

namespace ingest::host {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

constexpr milliseconds kLongest{1000};

}  // namespace

std::chrono::sys_seconds LoopClock::now() {
  return std::chrono::floor<std::chrono::seconds>(system_clock::now());
}

void LoopClock::wait_until(std::chrono::sys_seconds moment) {
  std::vector<pollfd> polled;
  for (const int descriptor : descriptors_)
    if (descriptor >= 0) polled.push_back({descriptor, POLLIN, 0});
  // Moments may be centuries away: no finer unit than this one holds them.
  const auto left = std::chrono::ceil<milliseconds>(
      std::chrono::time_point_cast<milliseconds>(moment) - system_clock::now());
  const auto wait = std::clamp(left, milliseconds(0), kLongest);
  ::poll(polled.data(), polled.size(), static_cast<int>(wait.count()));
}

}  // namespace ingest::host
