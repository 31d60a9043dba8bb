// unit_repeats.hpp - finds the findings of a unit that repeat an earlier one. The copy with the
// lowest place and row stays, whatever order the pages came in. Needs 8 bytes a finding, and only
// while a unit ends. [thread-safe]
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "output/segment_format.hpp"
#include "run/page_result.hpp"

namespace ingest::host {

struct UnitRepeats {
  std::vector<std::uint64_t> dropped;  // numbers of findings in canonical order, ascending
  std::uint64_t on_other_pages = 0;    // of those: the first copy is on another page
  std::uint64_t first_page = 0;        // when on_other_pages: places of the first such pair
  std::uint64_t second_page = 0;
  SeverityCounts severities{};  // of all findings but the dropped
  std::uint64_t assets = 0;     // distinct
};

// chunks are those of the segment, by place.
UnitRepeats find_repeats(const std::filesystem::path& segment,
                         const std::vector<ChunkIndex>& chunks);

}  // namespace ingest::host
