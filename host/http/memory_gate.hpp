// memory_gate.hpp - which request may start without the bodies of answers, those that are here and
// those that are to be expected, taking more memory than they may. How large an answer will be is
// guessed from those of its kind; of a kind that nobody knows yet, few are asked for at a time.
// Used on the engine's thread only, apart from memory().
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_set>

#include "http/body_memory.hpp"
#include "http/body_sizes.hpp"
#include "http/transfer.hpp"

namespace ingest::host::http {

class MemoryGate {
 public:
  static constexpr unsigned kUnknownAtATime = 2;

  // on_room: see BodyMemory.
  MemoryGate(std::uint64_t most, std::function<void()> on_room)
      : most_(most), memory_(std::move(on_room)) {}

  // One that holds on to large answers until it has another gets that, if nothing else is under
  // way.
  bool admits(const Transfer& transfer);
  void began(const Transfer& transfer) { in_flight_.insert(&transfer); }
  void ended(const Transfer& transfer) { in_flight_.erase(&transfer); }
  // Its answer is whole.
  void learn(const Transfer& transfer) { sizes_.learn(transfer.kind(), transfer.body_size()); }

  BodyMemory& memory() noexcept { return memory_; }

 private:
  std::uint64_t expected() const;
  unsigned in_flight_of(const std::string& kind) const;

  const std::uint64_t most_;
  BodyMemory memory_;
  BodySizes sizes_;
  std::unordered_set<const Transfer*> in_flight_;
};

}  // namespace ingest::host::http
