#include "output/segment_reader.hpp"

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

std::size_t index(Section section) { return static_cast<std::size_t>(section); }

std::uint64_t section_offset(const ChunkIndex& chunk, Section section) {
  std::uint64_t offset = chunk.offset;
  for (std::size_t i = 0; i < index(section); ++i) offset += chunk.sizes[i];
  return offset;
}

std::string read_section(const File& file, const ChunkIndex& chunk, Section section) {
  std::string bytes(chunk.sizes[index(section)], '\0');
  file.read_at(bytes.data(), bytes.size(), section_offset(chunk, section));
  return bytes;
}

template <class T>
std::vector<T> take(std::string_view& bytes, std::size_t count) {
  std::vector<T> values(count);
  if (count > 0) std::memcpy(values.data(), bytes.data(), count * sizeof(T));
  bytes.remove_prefix(count * sizeof(T));
  return values;
}

bool lies_below(std::uint64_t end, const ChunkIndex& chunk) {
  std::uint64_t at = chunk.offset;
  if (at > end) return false;
  for (const std::uint64_t size : chunk.sizes) {
    if (size > end - at) return false;
    at += size;
  }
  return true;
}

}  // namespace

std::vector<RecordId> ids_of(std::string_view section) {
  return take<RecordId>(section, section.size() / sizeof(RecordId));
}

FindingKeys read_finding_keys(const File& segment, const ChunkIndex& chunk) {
  return {ids_of(read_section(segment, chunk, Section::kFindingIds)),
          read_section(segment, chunk, Section::kSeverities)};
}

std::vector<RecordId> read_asset_ids(const File& segment, const ChunkIndex& chunk) {
  return ids_of(read_section(segment, chunk, Section::kAssetIds));
}

SegmentReader::SegmentReader(const std::filesystem::path& path) : file_(File::open_to_read(path)) {
  const std::uint64_t size = file_.size();
  SegmentTrailer trailer;
  if (size < sizeof(trailer)) damaged("has no footer");
  file_.read_at(reinterpret_cast<char*>(&trailer), sizeof(trailer), size - sizeof(trailer));
  if (trailer.magic != SegmentTrailer{}.magic) damaged("has no footer");

  const std::uint64_t footer_end = size - sizeof(trailer);
  if (trailer.footer_offset > footer_end) damaged("has a footer that points outside the file");
  const std::uint64_t footer_size = footer_end - trailer.footer_offset;
  if (trailer.chunks > footer_size / sizeof(ChunkIndex) ||
      trailer.dropped > footer_size / sizeof(std::uint64_t) || trailer.summary_size > footer_size ||
      trailer.chunks * sizeof(ChunkIndex) + trailer.dropped * sizeof(std::uint64_t) +
              trailer.summary_size !=
          footer_size)
    damaged("has a footer whose sizes do not add up");

  std::string footer(footer_size, '\0');
  file_.read_at(footer.data(), footer.size(), trailer.footer_offset);
  if (sha256(footer) != trailer.footer_digest) damaged("has a footer with another digest");
  std::string_view rest = footer;
  chunks_ = take<ChunkIndex>(rest, trailer.chunks);
  dropped_ = take<std::uint64_t>(rest, trailer.dropped);
  summary_ = rest;
  for (const ChunkIndex& chunk : chunks_)
    if (!lies_below(trailer.footer_offset, chunk)) damaged("has a page that lies outside of it");
}

SegmentReader::Sections SegmentReader::load(const ChunkIndex& chunk) {
  buffer_.resize(chunk.total_size());
  file_.read_at(buffer_.data(), buffer_.size(), chunk.offset);
  Sections sections;
  std::string_view rest = buffer_;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < kSectionCount; ++i) {
    sections[i] = rest.substr(0, chunk.sizes[i]);
    rest.remove_prefix(chunk.sizes[i]);
    sum = checksum(sum, sections[i]);
  }
  if (sum != chunk.checksum) damaged("holds a page with another checksum");
  return sections;
}

void SegmentReader::damaged(const char* what) const {
  throw Failure(ExitStatus::kInternal,
                "the intermediate file " + file_.path().string() + " " + what,
                "The disk may be failing, or something else wrote there. Start the run again.");
}

}  // namespace ingest::host
