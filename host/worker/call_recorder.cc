// call_recorder.cc - see call_recorder.hpp.
#include "worker/call_recorder.hpp"

#include <pthread.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "diagnostics/failure.hpp"
#include "worker/box_text.hpp"
#include "worker/call_text.hpp"
#include "worker/last_words.hpp"
#include "worker/thread_name.hpp"

namespace ingest::host {
namespace {

thread_local CallSlot* held = nullptr;

// When its thread ends. Not the destructor of a thread_local, which exit() runs as well: what was
// under way then is to be known.
pthread_key_t give_back_at_end() {
  pthread_key_t key{};
  ::pthread_key_create(&key, [](void* slot) {
    auto* given = static_cast<CallSlot*>(slot);
    pulse_of_thread = nullptr;
    held = nullptr;
    given->call.store(0, std::memory_order_release);
    given->tid.store(0, std::memory_order_release);
    given->taken.store(0, std::memory_order_release);
  });
  return key;
}

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

}  // namespace

CallSlot* CallRecorder::slot_of_thread() noexcept {
  if (held != nullptr) return held;
  for (CallSlot& slot : box_.slots) {
    std::uint32_t free = 0;
    if (!slot.taken.compare_exchange_strong(free, 1, std::memory_order_acq_rel)) continue;
    slot.stack_low = lowest_stack_address();
    slot.pulse.depth.store(0, std::memory_order_relaxed);
    slot.tid.store(static_cast<std::uint32_t>(::gettid()), std::memory_order_release);
    static const pthread_key_t kKey = give_back_at_end();
    held = &slot;
    ::pthread_setspecific(kKey, held);
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
  // A thread that the connector starts now bears the name too, and can be told from ours.
  ::prctl(PR_SET_NAME, kConnectorThreadName);
}

void CallRecorder::is_at(const CallPlace& place) noexcept {
  if (held != nullptr) write_place(*held, place);
}

void CallRecorder::ended() noexcept {
  if (held == nullptr) return;
  ::prctl(PR_SET_NAME, kHostThreadName);
  pulse_of_thread = nullptr;
  held->call.store(0, std::memory_order_release);
}

// Which of the calls that are under way has done it can't be told.
void CallRecorder::examine(const std::string& connector) {
  const std::string damage = guard_.damage();
  if (damage.empty() || damage_is_told_.exchange(true)) return;
  throw Failure(ExitStatus::kConnector,
                "connector " + connector + " " + damage + " in " + text_of(read_calls(box_).calls),
                "Standard streams belong to the host: tell the connector's author, with the text "
                "above.");
}

}  // namespace ingest::host
