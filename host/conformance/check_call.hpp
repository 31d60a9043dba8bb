// check_call.hpp - the ingest_call of one call under check: can be cancelled, keeps what is
// reported as progress, and tells when it is used after its call has returned. Thread-safe; it must
// stay when the call is over, so that late use is seen.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "conformance/host_table.hpp"

namespace ingest::host::conformance {

class CheckCall {
 public:
  using Clock = std::chrono::steady_clock;

  explicit CheckCall(HostAge age = HostAge::kThis);
  CheckCall(const CheckCall&) = delete;
  CheckCall& operator=(const CheckCall&) = delete;

  const ingest_call* table() const noexcept { return table_.get(); }
  void cancel() noexcept;
  bool cancelled() const noexcept { return cancelled_; }
  Clock::time_point cancelled_at() const noexcept { return cancelled_at_; }  // once cancelled()
  // The call has returned.
  void end() noexcept { ended_ = true; }
  // And its table can't be read any more.
  void revoke() noexcept { table_.revoke(); }

  std::vector<std::string> notes() const;  // of progress, the first thousand
  std::vector<std::string> late() const;   // functions called after end(), each once

 private:
  static CheckCall& self(const ingest_call* call) noexcept;
  void enter(const char* function);

  HostTable<ingest_call> table_;
  const std::string run_id_ = "conformance-check";
  std::atomic<bool> cancelled_{false};
  std::atomic<Clock::time_point> cancelled_at_{};
  std::atomic<bool> ended_{false};
  mutable std::mutex mutex_;
  std::vector<std::string> notes_;
  std::vector<std::string> late_;
};

}  // namespace ingest::host::conformance
