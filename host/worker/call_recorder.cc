// call_recorder.cc - see call_recorder.hpp.
#include "worker/call_recorder.hpp"

#include <pthread.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "worker/box_text.hpp"
#include "worker/last_words.hpp"
#include "worker/thread_name.hpp"

namespace ingest::host {
namespace {

// Given back when the thread ends.
struct Held {
  CallSlot* slot = nullptr;
  ~Held() {
    if (slot == nullptr) return;
    pulse_of_thread = nullptr;
    slot->call.store(0, std::memory_order_release);
    slot->tid.store(0, std::memory_order_release);
    slot->taken.store(0, std::memory_order_release);
  }
};
thread_local Held held;
thread_local char own_name[kThreadNameMax] = {};

std::uint64_t lowest_stack_address() {
  pthread_attr_t attributes;
  if (::pthread_getattr_np(::pthread_self(), &attributes) != 0) return 0;
  void* low = nullptr;
  std::size_t size = 0;
  const bool known = ::pthread_attr_getstack(&attributes, &low, &size) == 0;
  ::pthread_attr_destroy(&attributes);
  return known ? reinterpret_cast<std::uintptr_t>(low) : 0;
}

void write_place(CallSlot& slot, const CallPlace& place) noexcept {
  const WritingText writing(slot.sequence);
  set_text(slot.unit, place.unit);
  set_text(slot.page, place.page);
  slot.place = place.place;
}

// A thread that the connector starts in such a call bears the name, and can be told from ours.
// transform starts none as a rule, and is called too often.
bool lends_its_name(ConnectorCall call) noexcept {
  return call != ConnectorCall::kTransform && call != ConnectorCall::kRows &&
         call != ConnectorCall::kGetExtension;
}

}  // namespace

CallSlot* CallRecorder::slot_of_thread() noexcept {
  if (held.slot != nullptr) return held.slot;
  for (CallSlot& slot : box_.slots) {
    std::uint32_t free = 0;
    if (!slot.taken.compare_exchange_strong(free, 1, std::memory_order_acq_rel)) continue;
    slot.stack_low = lowest_stack_address();
    slot.pulse.depth.store(0, std::memory_order_relaxed);
    slot.tid.store(static_cast<std::uint32_t>(::gettid()), std::memory_order_release);
    held.slot = &slot;
    give_thread_a_signal_stack();
    return &slot;
  }
  return nullptr;
}

void CallRecorder::begins(ConnectorCall call, const CallPlace& place) noexcept {
  CallSlot* slot = slot_of_thread();
  if (slot == nullptr) return;
  write_place(*slot, place);
  slot->pulse.beats.fetch_add(1, std::memory_order_relaxed);
  slot->call.store(static_cast<std::uint32_t>(call), std::memory_order_release);
  pulse_of_thread = &slot->pulse;
  if (!lends_its_name(call)) return;
  ::prctl(PR_GET_NAME, own_name);
  ::prctl(PR_SET_NAME, kConnectorThreadName);
}

void CallRecorder::is_at(const CallPlace& place) noexcept {
  if (held.slot != nullptr) write_place(*held.slot, place);
}

void CallRecorder::ended() noexcept {
  if (own_name[0] != '\0') {
    ::prctl(PR_SET_NAME, own_name);
    own_name[0] = '\0';
  }
  pulse_of_thread = nullptr;
  if (held.slot != nullptr) held.slot->call.store(0, std::memory_order_release);
}

void CallRecorder::examine(ConnectorCall call, const std::string& connector) {
  guard_.examine(call, connector);
}

}  // namespace ingest::host
