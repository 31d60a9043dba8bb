// emitted.hpp - what the contract says of the kinds of records. Pure.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "conformance/check_sink.hpp"

namespace ingest::host::conformance {

bool may_emit(CallKind call, std::uint32_t kind) noexcept;
// The message in the payload; empty for pages and unknown kinds.
std::string_view message_type(std::uint32_t kind) noexcept;
// True for pages as well.
bool parses(const SinkEvent& event);

struct RowSums {
  std::uint64_t findings = 0;
  std::uint64_t filtered = 0;
  std::uint64_t rejected = 0;
  std::uint64_t all() const noexcept { return findings + filtered + rejected; }
};
RowSums sums_of(const std::vector<SinkEvent>& events);

}  // namespace ingest::host::conformance
