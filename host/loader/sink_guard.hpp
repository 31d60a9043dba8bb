// sink_guard.hpp - what every sink that a connector call is given has in common: it belongs to the
// call's thread, exceptions stay on this side, and the first refusal is the last word.
#pragma once

#include <ingest/connector.h>

#include <exception>
#include <string>
#include <thread>
#include <utility>

namespace ingest::host {

// Thrown on this side only: the connector is told that what it handed over is too large.
struct TooLarge {
  std::string reason;
};

class SinkGuard {
 public:
  // what: "stream", "rows": that the host may stop.
  explicit SinkGuard(const char* what) : what_(what), thread_(std::this_thread::get_id()) {}
  SinkGuard(const SinkGuard&) = delete;
  SinkGuard& operator=(const SinkGuard&) = delete;

  // After the call: throws what the sink threw, or a Failure for a breach of the contract.
  void rethrow() const {
    if (thrown_) std::rethrow_exception(thrown_);
  }
  // The first status other than INGEST_OK that the connector was told, and why.
  ingest_status refusal() const noexcept { return refusal_; }
  const std::string& refusal_reason() const noexcept { return reason_; }

 protected:
  ~SinkGuard() = default;

  // The one place where an exception of the host meets the connector.
  template <class Body>
  ingest_status guarded(Body&& body) noexcept {
    // The members below belong to the call's thread: from another one they must not be touched.
    if (std::this_thread::get_id() != thread_) return INGEST_E_INTERNAL;
    if (refusal_ != INGEST_OK) return refusal_;
    try {
      refusal_ = std::forward<Body>(body)();
      if (refusal_ != INGEST_OK) reason_ = std::string("the host stopped the ") + what_;
    } catch (const TooLarge& e) {
      refusal_ = INGEST_E_TOO_LARGE;
      reason_ = e.reason;
    } catch (...) {
      thrown_ = std::current_exception();
      refusal_ = INGEST_E_INTERNAL;
      reason_ = "the host could not take it";
    }
    return refusal_;
  }

 private:
  const char* const what_;
  const std::thread::id thread_;
  std::exception_ptr thrown_;
  ingest_status refusal_ = INGEST_OK;
  std::string reason_;
};

}  // namespace ingest::host
