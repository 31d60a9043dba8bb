// segment_format.hpp - a segment: the output of one unit, on its way into the run's files.
//
//   chunk...  footer  trailer
//
// A chunk is a part of one page's output, the only one of most pages; parts are appended as they
// are made, those of several pages in any order, and the index in the footer leads to them by place
// and part. What a page left before its transform failed stays in the file, and in no index. A
// segment without its footer is unfinished. The format lives as long as one partial run on one
// machine: numbers are in native order, nothing is versioned.
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
  std::uint64_t part = 0;    // of the page, from 0
  std::uint64_t rows = 0;    // of the page, in its last part
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

// The footer is: chunks ChunkIndex entries by place and part, dropped numbers, summary bytes.
struct SegmentTrailer {
  std::uint64_t footer_offset = 0;
  std::uint64_t chunks = 0;
  std::uint64_t dropped = 0;
  std::uint64_t summary_size = 0;
  Sha256Digest footer_digest{};
  std::array<char, 8> magic{'i', 'n', 'g', 's', 'e', 'g', '0', '2'};
};
static_assert(std::is_trivially_copyable_v<SegmentTrailer>);

// Tells a torn or damaged chunk from a whole one, at memory speed (four lanes, so that no
// multiplication waits for another); no defence against forgery. The lanes know nothing of sum, so
// that no section, an empty one least of all, can cancel what came before it.
inline std::uint64_t checksum(std::uint64_t sum, std::string_view bytes) {
  constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15U;
  const auto mix = [](std::uint64_t lane, std::uint64_t word) {
    lane = (lane ^ word) * kMultiplier;
    return lane ^ (lane >> 29U);
  };
  std::array<std::uint64_t, 4> lanes{bytes.size(), 1, 2, 3};
  std::array<std::uint64_t, 4> words{};
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  for (; static_cast<std::size_t>(end - at) >= sizeof(words); at += sizeof(words)) {
    std::memcpy(words.data(), at, sizeof(words));  // of a known size: that of registers
    for (std::size_t i = 0; i < lanes.size(); ++i) lanes[i] = mix(lanes[i], words[i]);
  }
  if (at != end) {
    words.fill(0);
    std::memcpy(words.data(), at, static_cast<std::size_t>(end - at));
    for (std::size_t i = 0; i < lanes.size(); ++i) lanes[i] = mix(lanes[i], words[i]);
  }
  for (const std::uint64_t lane : lanes) sum = mix(sum, lane);
  return sum;
}

}  // namespace ingest::host
