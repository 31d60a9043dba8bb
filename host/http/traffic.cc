#include "http/traffic.hpp"

#include <algorithm>

namespace ingest::host::http {

void Traffic::sent(unsigned in_flight) {
  const std::lock_guard lock(mutex_);
  ++stats_.requests;
  stats_.max_in_flight = std::max(stats_.max_in_flight, in_flight);
}

void Traffic::attempted_again() {
  const std::lock_guard lock(mutex_);
  ++stats_.retries;
}

void Traffic::exchanged(uint64_t bytes_sent, uint64_t bytes_received, long connections_opened) {
  const std::lock_guard lock(mutex_);
  stats_.bytes_sent += bytes_sent;
  stats_.bytes_received += bytes_received;
  stats_.connections += static_cast<uint64_t>(std::max(0L, connections_opened));
}

void Traffic::will_repeat(const std::string& reason, std::chrono::milliseconds pause) {
  const std::lock_guard lock(mutex_);
  ++stats_.retries_by_reason[reason];
  stats_.retry_wait_ms += static_cast<uint64_t>(std::max<int64_t>(0, pause.count()));
}

void Traffic::throttled() {
  const std::lock_guard lock(mutex_);
  ++stats_.throttled;
}

void Traffic::slowed_down(unsigned limit) {
  const std::lock_guard lock(mutex_);
  const unsigned before = stats_.slowdowns++ == 0 ? limit : stats_.lowest_concurrency;
  stats_.lowest_concurrency = std::min(before, limit);
}

void Traffic::host_paused(std::chrono::milliseconds longer) {
  const std::lock_guard lock(mutex_);
  stats_.host_pause_ms += static_cast<uint64_t>(std::max<int64_t>(0, longer.count()));
}

HttpStats Traffic::stats() const {
  const std::lock_guard lock(mutex_);
  return stats_;
}

}  // namespace ingest::host::http
