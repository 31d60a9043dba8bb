// box_reader.cc - see box_reader.hpp.
#include "worker/box_reader.hpp"

#include <algorithm>
#include <cstring>

#include "diagnostics/plain_text.hpp"
#include "worker/box_text.hpp"

namespace ingest::host {
namespace {

constexpr std::uint64_t kMostUnits = 1'000'000'000;

template <std::size_t kMax>
std::string shown(const BoxText<kMax>& text) {
  return plain_text(text_of(text), kMax);
}

ConnectorCall call_of(std::uint32_t number) {
  return number <= static_cast<std::uint32_t>(ConnectorCall::kGetExtension)
             ? static_cast<ConnectorCall>(number)
             : ConnectorCall::kNone;
}

HostFunction within(const Pulse& pulse) {
  if (pulse.depth.load(std::memory_order_acquire) == 0) return HostFunction::kNone;
  const std::uint32_t number = pulse.function.load(std::memory_order_relaxed);
  // With the host in any case, and nobody's fault.
  if (number == 0 || number > static_cast<std::uint32_t>(HostFunction::kExtension))
    return HostFunction::kExtension;
  return static_cast<HostFunction>(number);
}

}  // namespace

BoxState read_calls(const BlackBox& box) {
  BoxState state;
  for (std::size_t i = 0; i < BlackBox::kSlots; ++i) {
    const CallSlot& slot = box.slots[i];
    CallUnderWay call;
    call.call = call_of(slot.call.load(std::memory_order_acquire));
    if (call.call == ConnectorCall::kNone) continue;
    call.slot = i;
    call.tid = slot.tid.load(std::memory_order_acquire);
    call.stack_low = slot.stack_low;
    call.within = within(slot.pulse);
    call.beats = slot.pulse.beats.load(std::memory_order_relaxed);
    read_guarded(slot.sequence, [&] {
      call.unit = text_of(slot.unit);
      call.page = text_of(slot.page);
      call.place = slot.place;
    });
    call.unit = plain_text(call.unit, sizeof(slot.unit.bytes));
    call.page = plain_text(call.page, sizeof(slot.page.bytes));
    state.calls.push_back(std::move(call));
  }
  state.others_within = within(box.others);
  state.other_beats = box.others.beats.load(std::memory_order_relaxed);
  return state;
}

std::optional<Death> read_death(const BlackBox& box) {
  const DeathNote& note = box.death;
  const std::uint32_t kind = note.kind.load(std::memory_order_acquire);
  if (kind <= static_cast<std::uint32_t>(DeathKind::kBeingWritten) ||
      kind > static_cast<std::uint32_t>(DeathKind::kDescriptors))
    return std::nullopt;
  Death death;
  death.kind = static_cast<DeathKind>(kind);
  death.tid = note.tid;
  death.signal = note.signal;
  death.signal_code = note.signal_code;
  death.error = note.error;
  death.exit_status = note.exit_status;
  death.address = note.address;
  death.stack_pointer = note.stack_pointer;
  death.thread_name =
      plain_text({note.thread_name, ::strnlen(note.thread_name, sizeof(note.thread_name))}, 64);
  death.module = shown(note.module);
  death.detail = shown(note.detail);
  return death;
}

RunFacts read_run(const BlackBox& box) {
  RunFacts facts;
  const std::uint32_t stage = box.run.stage.load(std::memory_order_acquire);
  facts.stage = stage <= static_cast<std::uint32_t>(RunStage::kCommitted)
                    ? static_cast<RunStage>(stage)
                    : RunStage::kNone;
  read_guarded(box.run.sequence, [&] {
    facts.can_be_resumed = box.run.can_be_resumed != 0;
    facts.unit_noun = text_of(box.run.unit_noun);
    facts.run_id = text_of(box.run.run_id);
  });
  facts.unit_noun = plain_text(facts.unit_noun, 64);
  facts.run_id = plain_text(facts.run_id, 64);
  facts.units_kept = std::min(box.run.units_kept.load(std::memory_order_relaxed), kMostUnits);
  return facts;
}

}  // namespace ingest::host
