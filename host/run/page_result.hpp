// page_result.hpp - one transformed page: its output, as far as that is not in the segment yet, and
// its account. Plain data.
#pragma once

#include <ingest/v1/finding.pb.h>

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "output/page_chunk.hpp"
#include "output/segment_format.hpp"

namespace ingest::host {

// Findings by Severity.
using SeverityCounts = std::array<std::uint64_t, v1::Severity_ARRAYSIZE>;

// Counts by reason. A source has few reasons; what a broken connector invents beyond the first
// hundred is counted together.
using ReasonCounts = std::map<std::string, std::uint64_t, std::less<>>;
void add_reason(ReasonCounts& counts, std::string reason, std::uint64_t count);

struct PageResult {
  std::vector<ChunkIndex> parts;  // in the segment already
  PageChunk chunk;                // the last part
  std::uint64_t findings = 0;     // of all parts
  ReasonCounts filtered;
  std::uint64_t dead_lettered = 0;  // rows
  std::vector<std::string> problems;
  std::vector<std::string> warnings;  // what one should know of the dead letters
};

}  // namespace ingest::host
