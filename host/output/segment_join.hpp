// segment_join.hpp - joins the segments of a run into its files, in the order in which they are
// given. Findings that a unit dropped, and assets already written, are left out. One thread.
#pragma once

#include <ingest/v1/run.pb.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "output/dead_letter_file.hpp"
#include "output/output_file.hpp"
#include "output/page_chunk.hpp"
#include "output/segment_reader.hpp"

namespace ingest::host {

class SegmentJoin {
 public:
  // Files are made in folder, all but dead-letters.ndjson at once.
  SegmentJoin(const std::filesystem::path& folder, OutputFormat format);

  void add(const std::filesystem::path& segment);
  // Brings the files to disk. The object is done with.
  std::vector<v1::OutputFile> finish();

  // Dead letters whose raw rows there was no room for.
  std::uint64_t letters_without_raw() const noexcept { return dead_letters_.without_raw(); }
  std::uint64_t assets() const noexcept { return seen_assets_.size(); }
  // Segments, by their number in the order of add, that hold findings about an asset that is in
  // none of the segments. Ascending, each once.
  std::vector<std::size_t> segments_with_unknown_assets() const;

 private:
  struct Batch {
    std::unique_ptr<OutputFile> binpb;
    std::unique_ptr<OutputFile> ndjson;
  };
  void add_assets(const SegmentReader::Sections& sections);
  void add_findings(const ChunkIndex& chunk, const SegmentReader::Sections& sections,
                    const std::vector<bool>& keep);
  static void write_kept(Batch& batch, std::string_view delimited, std::string_view ndjson,
                         const std::vector<bool>& keep);

  Batch assets_;
  Batch findings_;
  DeadLetterFile dead_letters_;
  std::unordered_set<RecordId, RecordIdHash> seen_assets_;
  std::vector<std::pair<RecordId, std::size_t>> pending_refs_;  // not seen when they came
  std::size_t segments_ = 0;
};

}  // namespace ingest::host
