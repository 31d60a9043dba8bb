// mapped_file.hpp - which file an address of this process was mapped from. To be called in signal
// handlers.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ingest::host {

// Writes the path to out, cut at its front when it is longer than most, and returns its length; 0
// when the address is in no file.
std::size_t mapped_file(std::uint64_t address, char* out, std::size_t most) noexcept;

}  // namespace ingest::host
