// pulse.hpp - signs of life of a thread that runs foreign code: each function of the host that this
// code calls raises a count, and shows while it lasts that the thread is with the host. Somebody
// else, perhaps in another process, reads them and tells a thread that works from one that hangs.
// Without a pulse that was set, nothing is counted. Costs a few nanoseconds.
#pragma once

#include <atomic>
#include <cstdint>

namespace ingest::host {

// What a connector may call, as far as it is worth telling apart.
enum class HostFunction : std::uint32_t {
  kNone,
  kEmit,
  kBeginUnit,
  kEndUnit,
  kRow,
  kSubmit,
  kNext,
  kRelease,
  kLog,
  kProgress,
  kExtension,
};

struct Pulse {
  std::atomic<std::uint64_t> beats{0};
  std::atomic<std::uint32_t> depth{0};     // host functions under way
  std::atomic<std::uint32_t> function{0};  // the outermost of them, while there is one
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

// Of this thread, which alone writes it from then on; null: none.
inline thread_local Pulse* pulse_of_thread = nullptr;
// Of all threads that have none of their own; null: none. Set once, before there are any.
inline Pulse* pulse_of_others = nullptr;

// A function of the host was called and returns at once.
inline void beat() noexcept {
  if (Pulse* own = pulse_of_thread; own != nullptr)
    own->beats.store(own->beats.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  else if (pulse_of_others != nullptr)
    pulse_of_others->beats.fetch_add(1, std::memory_order_relaxed);
}

// Around a function of the host that may take its time.
class InHost {
 public:
  explicit InHost(HostFunction function) noexcept
      : pulse_(pulse_of_thread != nullptr ? pulse_of_thread : pulse_of_others),
        shared_(pulse_of_thread == nullptr) {
    if (pulse_ == nullptr) return;
    const std::uint32_t before = shared_ ? pulse_->depth.fetch_add(1, std::memory_order_relaxed)
                                         : pulse_->depth.load(std::memory_order_relaxed);
    if (before == 0)
      pulse_->function.store(static_cast<std::uint32_t>(function), std::memory_order_relaxed);
    if (!shared_) pulse_->depth.store(before + 1, std::memory_order_release);
  }
  ~InHost() {
    if (pulse_ == nullptr) return;
    if (shared_) {
      pulse_->beats.fetch_add(1, std::memory_order_relaxed);
      pulse_->depth.fetch_sub(1, std::memory_order_release);
      return;
    }
    pulse_->beats.store(pulse_->beats.load(std::memory_order_relaxed) + 1,
                        std::memory_order_relaxed);
    pulse_->depth.store(pulse_->depth.load(std::memory_order_relaxed) - 1,
                        std::memory_order_release);
  }
  InHost(const InHost&) = delete;
  InHost& operator=(const InHost&) = delete;

 private:
  Pulse* const pulse_;
  const bool shared_;
};

}  // namespace ingest::host
