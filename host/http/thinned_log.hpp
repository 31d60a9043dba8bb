// thinned_log.hpp - warnings that may come in floods: the first ones are warnings, then one every
// other second; the others are debug lines, and the next warning says how many they were. One
// thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "http/http_trace.hpp"

namespace ingest::host::http {

class ThinnedLog {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr unsigned kBurst = 10;
  static constexpr double kPerSecond = 0.5;

  explicit ThinnedLog(const HttpTrace& trace) : trace_(trace) {}
  void warn(std::string line, Time now) noexcept;

 private:
  bool may_warn(Time now);

  const HttpTrace& trace_;
  double left_ = kBurst;
  Time refilled_{};
  uint64_t unseen_ = 0;  // debug lines since the last warning
};

}  // namespace ingest::host::http
