#include "output/segment_writer.hpp"

#include <algorithm>
#include <string>
#include <tuple>

#include "output/file.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kSmall = std::size_t{32} << 10U;

std::string_view view(const std::vector<RecordId>& ids) {
  return {reinterpret_cast<const char*>(ids.data()), ids.size() * sizeof(RecordId)};
}

template <class T>
void append_raw(std::string& out, const T* values, std::size_t count) {
  out.append(reinterpret_cast<const char*>(values), count * sizeof(T));
}

}  // namespace

ChunkIndex SegmentWriter::write(const PageChunk& chunk) {
  const std::array<std::string_view, kSectionCount> sections{
      view(chunk.findings.ids), chunk.severities,       view(chunk.assets.ids),
      view(chunk.asset_refs),   chunk.assets.delimited, chunk.findings.delimited,
      chunk.assets.ndjson,      chunk.findings.ndjson,  chunk.dead_letters};
  ChunkIndex entry;
  entry.place = chunk.place;
  entry.part = chunk.part;
  entry.rows = chunk.rows;
  entry.offset = size_;
  entry.assets = chunk.assets.ids.size();
  entry.findings = chunk.findings.ids.size();
  entry.dead_letter_lines = chunk.dead_letter_lines;

  for (std::size_t i = 0; i < kSectionCount; ++i) {
    entry.sizes[i] = sections[i].size();
    entry.checksum = checksum(entry.checksum, sections[i]);
  }
  File file = File::open_to_append(path_);
  std::string small;  // one write for most of them
  for (const std::string_view section : sections) {
    if (small.size() + section.size() <= kSmall) {
      small.append(section);
      continue;
    }
    file.write(small);
    small.clear();
    file.write(section);
  }
  file.write(small);
  file.close();
  size_ += entry.total_size();
  return entry;
}

const std::vector<ChunkIndex>& SegmentWriter::sorted_index() {
  std::sort(index_.begin(), index_.end(), [](const ChunkIndex& a, const ChunkIndex& b) {
    return std::tie(a.place, a.part) < std::tie(b.place, b.part);
  });
  return index_;
}

void SegmentWriter::close(const std::vector<std::uint64_t>& dropped, std::string_view summary) {
  sorted_index();
  std::string footer;
  append_raw(footer, index_.data(), index_.size());
  append_raw(footer, dropped.data(), dropped.size());
  footer.append(summary);

  SegmentTrailer trailer;
  trailer.footer_offset = size_;
  trailer.chunks = index_.size();
  trailer.dropped = dropped.size();
  trailer.summary_size = summary.size();
  trailer.footer_digest = sha256(footer);
  append_raw(footer, &trailer, 1);

  File file = File::open_to_append(path_);
  file.write(footer);
  file.close();
}

std::filesystem::path segment_path(const std::filesystem::path& folder, std::string_view unit) {
  return folder / (hex(sha256(unit).data(), 16) + ".segment");
}

}  // namespace ingest::host
