#include "http/memory_gate.hpp"

#include <algorithm>

namespace ingest::host::http {

bool MemoryGate::admits(const Transfer& transfer) {
  memory_.wait_for_room();
  const std::uint64_t used = memory_.used() + expected();
  if (in_flight_.empty() && (used == 0 || transfer.request().queue->is_starving())) return true;
  const auto size = sizes_.expected(transfer.kind());
  if (!size && in_flight_of(transfer.kind()) >= kUnknownAtATime) return false;
  return used + size.value_or(0) <= most_;
}

std::uint64_t MemoryGate::expected() const {
  std::uint64_t sum = 0;
  for (const Transfer* transfer : in_flight_)
    sum += std::max(sizes_.expected(transfer->kind()).value_or(0), transfer->body_size());
  return sum;
}

unsigned MemoryGate::in_flight_of(const std::string& kind) const {
  return static_cast<unsigned>(
      std::count_if(in_flight_.begin(), in_flight_.end(),
                    [&kind](const Transfer* transfer) { return transfer->kind() == kind; }));
}

}  // namespace ingest::host::http
