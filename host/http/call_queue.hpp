// call_queue.hpp - the ended requests of one call, waiting for next. The engine's thread delivers,
// the connector's threads take. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

#include "http/response_store.hpp"

namespace ingest::host::http {

class CallQueue {
 public:
  // Submitted and not yet taken. A connector keeps some dozens; this bounds a runaway one.
  static constexpr size_t kMaxOutstanding = 10000;
  // Bytes of bodies that wait to be taken; beyond it nothing more of this call is started.
  static constexpr uint64_t kMaxWaiting = 256u << 20;

  enum class Taken { kResponse, kTimeout, kCancelled, kNothing };

  // False: too many are outstanding.
  bool expect_one();
  void deliver(std::unique_ptr<Response> response);
  // One that was expected never comes: better a taker that finds nothing than one who waits.
  void abandon_one() noexcept;
  // Waits for one; cancelled is asked at once, when this counts as waiting already, and then at
  // least every 100 ms. A negative timeout
  // waits for ever.
  Taken take(std::chrono::milliseconds timeout, const std::function<bool()>& cancelled,
             std::unique_ptr<Response>& out);
  // Its call is over: what is here goes, what comes is dropped, and takers are cancelled.
  void close() noexcept;
  bool closed() const;
  // The connector does not keep up: start nothing more for it.
  bool backed_up() const;
  // One that was taken is released.
  void release_one() noexcept;
  // Whoever has taken some and keeps them waits for more, and there is nothing to take.
  bool is_starving() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Response>> ready_;
  size_t outstanding_ = 0;
  unsigned takers_ = 0;   // waiting
  size_t taken_ = 0;      // and not released
  uint64_t waiting_ = 0;  // bytes of bodies in ready_
  bool closed_ = false;
};

}  // namespace ingest::host::http
