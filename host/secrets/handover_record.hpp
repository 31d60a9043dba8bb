// handover_record.hpp - what both halves of a handover know of its format.
#pragma once

#include <cstddef>
#include <string_view>

namespace ingest::host {

// What a pipe can be made to hold by anybody (fs.pipe-max-size).
inline constexpr std::size_t kMostHandover = std::size_t{1} << 20U;

// The last record: without it something is missing.
inline constexpr std::string_view kHandoverEnd = "end";

}  // namespace ingest::host
