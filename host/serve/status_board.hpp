// status_board.hpp - what serve last said of itself, for the listener's thread to show.
// [thread-safe]
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string_view>

#include "serve/listener.hpp"
#include "serve/serve_status.hpp"

namespace ingest::host {

class StatusBoard {
 public:
  void post(ServeStatus status);
  // The loop goes round: it does at least every second or so.
  void alive() noexcept;

  std::shared_ptr<const ServeStatus> status() const;

  // /metrics, /status, /healthz, and what there is at /.
  Page page(std::string_view path) const;

 private:
  Page health() const;

  mutable std::mutex mutex_;
  std::shared_ptr<const ServeStatus> status_ = std::make_shared<ServeStatus>();
  std::chrono::steady_clock::time_point alive_at_ = std::chrono::steady_clock::now();
};

}  // namespace ingest::host
