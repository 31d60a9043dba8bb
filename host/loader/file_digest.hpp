// file_digest.hpp - the SHA-256 of a file. Thread-safe.
#pragma once

#include <filesystem>
#include <string>

namespace ingest::host {

// 64 lower-case hexadecimal digits. Throws std::runtime_error when the file cannot be read.
std::string file_sha256(const std::filesystem::path& file);

}  // namespace ingest::host
