// file_digest.hpp - the SHA-256 of what a descriptor holds. Thread-safe.
#pragma once

#include <string>

namespace ingest::host {

// 64 lower-case hexadecimal digits; from the beginning, wherever the descriptor's offset is, which
// stays. Throws std::runtime_error when it cannot be read.
std::string file_sha256(int descriptor);

}  // namespace ingest::host
