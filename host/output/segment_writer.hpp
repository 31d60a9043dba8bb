// segment_writer.hpp - writes the segment of one unit. No descriptor stays open between two
// pages, so thousands of units may be under way. One thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "output/page_chunk.hpp"
#include "output/segment_format.hpp"

namespace ingest::host {

class SegmentWriter {
 public:
  explicit SegmentWriter(std::filesystem::path path) : path_(std::move(path)) {}

  const std::filesystem::path& path() const noexcept { return path_; }
  std::size_t chunks() const noexcept { return index_.size(); }

  // Writes a chunk that counts when its entry is added.
  ChunkIndex write(const PageChunk& chunk);
  void add(const ChunkIndex& entry) { index_.push_back(entry); }
  void append(const PageChunk& chunk) { add(write(chunk)); }
  // The chunks so far in the order of their places and parts; sorts the index.
  const std::vector<ChunkIndex>& sorted_index();
  // Ends the segment. dropped holds the numbers of the findings that repeat an earlier one,
  // counted from 0 in canonical order, ascending.
  void close(const std::vector<std::uint64_t>& dropped, std::string_view summary);

 private:
  std::filesystem::path path_;
  std::vector<ChunkIndex> index_;
  std::uint64_t size_ = 0;
};

// Where a unit's segment lies: units are named by the source, files by us.
std::filesystem::path segment_path(const std::filesystem::path& folder, std::string_view unit);

}  // namespace ingest::host
