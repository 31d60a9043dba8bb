// black_box.hpp - memory that a worker and its supervisor share: what the worker is doing, written
// as it goes, so that somebody can tell when it is no longer able to. The worker runs foreign code
// that may write anything into it: the supervisor believes nothing and bounds everything, see
// box_reader.hpp.
//
// Plain data in a memfd, the same program on both ends. A text is guarded by a sequence number that
// is odd while it is written; everything else is an atomic of its own.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "diagnostics/pulse.hpp"
#include "output/file.hpp"

namespace ingest::host {

template <std::size_t kMax>
struct BoxText {
  std::uint32_t size = 0;
  char bytes[kMax] = {};
};

// One thread that makes connector calls.
struct alignas(64) CallSlot {
  Pulse pulse;
  std::atomic<std::uint32_t> taken{0};
  std::atomic<std::uint32_t> tid{0};
  std::atomic<std::uint32_t> call{0};  // ConnectorCall; kNone: none under way
  std::atomic<std::uint32_t> sequence{0};
  std::uint64_t place = 0;
  std::uint64_t stack_low = 0;  // the lowest address of the thread's stack
  BoxText<256> unit;
  BoxText<192> page;
};

enum class DeathKind : std::uint32_t {
  kNone,
  kBeingWritten,
  kSignal,
  kExit,         // exit() was called
  kOutOfMemory,  // operator new
  kDescriptors,  // some of the host's own are gone
};

// The last thing that the worker says. Who comes first writes it.
struct DeathNote {
  std::atomic<std::uint32_t> kind{0};
  std::uint32_t tid = 0;
  std::int32_t signal = 0;
  std::int32_t signal_code = 0;  // si_code
  std::int32_t error = 0;        // errno of the thread
  std::int32_t exit_status = 0;
  std::uint64_t address = 0;  // of the fault
  std::uint64_t stack_pointer = 0;
  char thread_name[16] = {};
  BoxText<256> module;  // the file that the code at fault was mapped from
  BoxText<96> detail;
};

// What the person wants to know of a run.
struct RunNote {
  std::atomic<std::uint32_t> sequence{0};
  std::uint32_t can_be_resumed = 0;
  BoxText<64> unit_noun;
  BoxText<64> run_id;
  std::atomic<std::uint64_t> units_kept{0};
  std::atomic<std::uint32_t> stage{0};  // RunStage
};

enum class RunStage : std::uint32_t { kNone, kUnderWay, kCommitted };

struct BlackBox {
  static constexpr std::size_t kSlots = 96;

  Pulse others;  // threads without a slot: those that the connector started
  RunNote run;
  DeathNote death;
  CallSlot slots[kSlots];
};

// Mapped for as long as this lives. Movable.
class SharedBox {
 public:
  // A new one; file() is what another process maps. Its size can't be changed by anybody. Throws a
  // Failure (kInternal).
  static SharedBox make();
  // The one behind a descriptor, which is closed. Throws a Failure (kInternal) when it is none.
  static SharedBox adopt(int descriptor);

  SharedBox(SharedBox&& other) noexcept;
  SharedBox& operator=(SharedBox&&) = delete;
  ~SharedBox();

  BlackBox& box() noexcept { return *box_; }
  const BlackBox& box() const noexcept { return *box_; }
  const File& file() const noexcept { return file_; }

 private:
  explicit SharedBox(File file);

  File file_;
  BlackBox* box_ = nullptr;
};

}  // namespace ingest::host
