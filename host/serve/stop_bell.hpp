// stop_bell.hpp - how serve is told from outside to stop, to stop at once, or to look at its files:
// by whoever takes the signals. [thread-safe]; the calls may be made in a signal handler.
#pragma once

#include <atomic>

namespace ingest::host {

class StopBell {
 public:
  StopBell();  // throws std::system_error
  ~StopBell();
  StopBell(const StopBell&) = delete;
  StopBell& operator=(const StopBell&) = delete;

  void stop(int signal) noexcept;  // the second call: at once
  void reload() noexcept;

  // To be polled; silence() makes it quiet until the next call.
  int descriptor() const noexcept { return event_; }
  void silence() noexcept;

  int stops() const noexcept { return stops_.load(); }
  int signal() const noexcept { return signal_.load(); }  // the latest one
  bool take_reload() noexcept { return reload_.exchange(false); }

 private:
  void ring() noexcept;

  int event_ = -1;
  std::atomic<int> stops_{0};
  std::atomic<int> signal_{0};
  std::atomic<bool> reload_{false};
};

}  // namespace ingest::host
