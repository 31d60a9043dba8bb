// recording.hpp - the pages of a recording ("ingest run --record DIR"), in memory, in the order of
// the run's output: by unit, then by place. Reads the format itself, with nothing of the host's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace ingest::bench {

struct Page {
  std::string unit;
  std::uint64_t place = 0;
  std::string body;  // with room behind it, as simdjson wants
  std::string context;
};

// Throws std::runtime_error.
std::vector<Page> read_recording(const std::filesystem::path& folder);

}  // namespace ingest::bench
