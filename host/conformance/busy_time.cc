// busy_time.cc - see busy_time.hpp.
#include "conformance/busy_time.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace ingest::host::conformance {

// schedstat holds the time on a core, the time waiting for one, both in nanoseconds, and a count. A
// kernel without it leaves us with the clock on the wall.
std::int64_t BusyTime::waited_ns() {
  const int fd = ::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  char text[128] = {};
  const ssize_t n = ::read(fd, text, sizeof(text) - 1);
  ::close(fd);
  long long ran = 0;
  long long waited = 0;
  if (n <= 0 || std::sscanf(text, "%lld %lld", &ran, &waited) != 2) return 0;
  return waited;
}

BusyTime::BusyTime() : start_(std::chrono::steady_clock::now()), waited_(waited_ns()) {}

std::chrono::milliseconds BusyTime::since(std::chrono::steady_clock::time_point later) const {
  const auto wall = std::chrono::steady_clock::now() - later;
  const std::chrono::nanoseconds waited(waited_ns() - waited_);
  return std::chrono::duration_cast<std::chrono::milliseconds>(
      std::max<std::chrono::nanoseconds>(std::chrono::nanoseconds(0), wall - waited));
}

}  // namespace ingest::host::conformance
