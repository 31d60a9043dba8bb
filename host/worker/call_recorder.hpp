// call_recorder.hpp - the worker's half of the black box: notes the connector calls of each thread.
// Every thread that calls a connector gets a slot when it does so first, and gives it back when it
// ends; when there are more threads than slots, the rest goes unnoted.
#pragma once

#include <atomic>

#include "loader/call_observer.hpp"
#include "worker/black_box.hpp"
#include "worker/descriptor_guard.hpp"

namespace ingest::host {

class CallRecorder final : public CallObserver {
 public:
  // Both outlive every thread that makes calls.
  CallRecorder(BlackBox& box, const DescriptorGuard& guard) noexcept : box_(box), guard_(guard) {}

  void begins(ConnectorCall call, const CallPlace& place) noexcept override;
  void is_at(const CallPlace& place) noexcept override;
  void ended() noexcept override;
  void examine(const std::string& connector) override;

 private:
  CallSlot* slot_of_thread() noexcept;

  BlackBox& box_;
  const DescriptorGuard& guard_;
  std::atomic<bool> damage_is_told_{false};
};

}  // namespace ingest::host
