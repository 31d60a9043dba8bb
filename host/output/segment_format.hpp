// segment_format.hpp - a segment: the output of one unit, on its way into the run's files.
//
//   chunk...  footer  trailer
//
// A chunk is one page's output, appended when the page is done, in any order; the index in the
// footer leads to it by place. A segment without its footer is unfinished. The format lives as
// long as one partial run on one machine: numbers are in native order, nothing is versioned.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

#include "output/sha256.hpp"

namespace ingest::host {

// Sections of a chunk in their order in the file.
enum class Section : std::size_t {
  kFindingIds,
  kSeverities,
  kAssetIds,
  kAssetRefs,
  kAssets,
  kFindings,
  kAssetsNdjson,
  kFindingsNdjson,
  kDeadLetters,
  kCount
};
inline constexpr std::size_t kSectionCount = static_cast<std::size_t>(Section::kCount);

struct ChunkIndex {
  std::uint64_t place = 0;
  std::uint64_t rows = 0;
  std::uint64_t offset = 0;  // in the file
  std::uint64_t assets = 0;
  std::uint64_t findings = 0;
  std::uint64_t dead_letter_lines = 0;
  std::uint64_t checksum = 0;  // of all sections
  std::array<std::uint64_t, kSectionCount> sizes{};

  std::uint64_t total_size() const {
    std::uint64_t total = 0;
    for (const std::uint64_t size : sizes) total += size;
    return total;
  }
};
static_assert(std::is_trivially_copyable_v<ChunkIndex>);

// The footer is: chunks ChunkIndex entries by place, dropped numbers, summary bytes.
struct SegmentTrailer {
  std::uint64_t footer_offset = 0;
  std::uint64_t chunks = 0;
  std::uint64_t dropped = 0;
  std::uint64_t summary_size = 0;
  Sha256Digest footer_digest{};
  std::array<char, 8> magic{'i', 'n', 'g', 's', 'e', 'g', '0', '1'};
};
static_assert(std::is_trivially_copyable_v<SegmentTrailer>);

// Tells a torn or damaged chunk from a whole one, at memory speed; no defence against forgery.
inline std::uint64_t checksum(std::uint64_t sum, std::string_view bytes) {
  constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15U;
  sum ^= bytes.size();
  while (!bytes.empty()) {
    std::uint64_t word = 0;
    const std::size_t n = bytes.size() < sizeof(word) ? bytes.size() : sizeof(word);
    std::memcpy(&word, bytes.data(), n);
    bytes.remove_prefix(n);
    sum = (sum ^ word) * kMultiplier;
    sum ^= sum >> 29U;
  }
  return sum;
}

}  // namespace ingest::host
