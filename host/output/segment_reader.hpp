// segment_reader.hpp - reads a finished segment, chunk by chunk in canonical order. One thread.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "output/file.hpp"
#include "output/identity.hpp"
#include "output/segment_format.hpp"

namespace ingest::host {

// The ids of a chunk's findings and their severities, read from an unfinished segment too.
struct FindingKeys {
  std::vector<RecordId> ids;
  std::string severities;
};
FindingKeys read_finding_keys(const File& segment, const ChunkIndex& chunk);
std::vector<RecordId> read_asset_ids(const File& segment, const ChunkIndex& chunk);

class SegmentReader {
 public:
  // Throws a Failure when the segment is unfinished or damaged.
  explicit SegmentReader(const std::filesystem::path& path);

  const std::vector<ChunkIndex>& chunks() const noexcept { return chunks_; }
  const std::vector<std::uint64_t>& dropped() const noexcept { return dropped_; }
  const std::string& summary() const noexcept { return summary_; }

  // The sections of a chunk; views are valid until the next load. Throws when it is damaged.
  using Sections = std::array<std::string_view, kSectionCount>;
  Sections load(const ChunkIndex& chunk);

 private:
  [[noreturn]] void damaged(const char* what) const;

  File file_;
  std::vector<ChunkIndex> chunks_;
  std::vector<std::uint64_t> dropped_;
  std::string summary_;
  std::string buffer_;
};

// The ids in a section of ids.
std::vector<RecordId> ids_of(std::string_view section);

}  // namespace ingest::host
