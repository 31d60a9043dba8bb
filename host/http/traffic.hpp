// traffic.hpp - counts what the engine sends, receives and repeats. Thread-safe.
#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "http/http_stats.hpp"

namespace ingest::host::http {

class Traffic {
 public:
  void sent(unsigned in_flight);
  void attempted_again();
  void exchanged(uint64_t bytes_sent, uint64_t bytes_received, long connections_opened);
  void will_repeat(const std::string& reason, std::chrono::milliseconds pause);
  void throttled();
  void slowed_down(unsigned limit);
  void host_paused(std::chrono::milliseconds longer);

  HttpStats stats() const;

 private:
  mutable std::mutex mutex_;
  HttpStats stats_;
};

}  // namespace ingest::host::http
