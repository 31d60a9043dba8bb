#include "output/segment_join.hpp"

#include <algorithm>

#include "output/delimited.hpp"

namespace ingest::host {
namespace {

std::string_view section(const SegmentReader::Sections& sections, Section which) {
  return sections[static_cast<std::size_t>(which)];
}

// A dead letter that the host wrote knows its page, and not what scan the page was of.
std::string scan_of(const SegmentReader& segment) {
  v1::Run run;
  if (!run.ParseFromString(segment.summary()) || run.accounts_size() != 1) return {};
  return run.accounts(0).report().scan_id();
}

}  // namespace

SegmentJoin::SegmentJoin(const std::filesystem::path& folder, OutputFormat format)
    : dead_letters_(folder / "dead-letters.ndjson") {
  if (wants_binpb(format)) {
    assets_.binpb = std::make_unique<OutputFile>(folder / "assets.binpb");
    findings_.binpb = std::make_unique<OutputFile>(folder / "findings.binpb");
  }
  if (wants_ndjson(format)) {
    assets_.ndjson = std::make_unique<OutputFile>(folder / "assets.ndjson");
    findings_.ndjson = std::make_unique<OutputFile>(folder / "findings.ndjson");
  }
}

void SegmentJoin::add(const std::filesystem::path& path) {
  SegmentReader segment(path);
  auto dropped = segment.dropped().begin();
  std::uint64_t number = 0;  // of a finding within the unit
  for (const ChunkIndex& chunk : segment.chunks()) {
    const SegmentReader::Sections sections = segment.load(chunk);
    add_assets(sections);

    std::vector<bool> keep(chunk.findings, true);
    for (; dropped != segment.dropped().end() && *dropped < number + chunk.findings; ++dropped)
      keep[*dropped - number] = false;
    number += chunk.findings;
    add_findings(chunk, sections, keep);

    for (const RecordId& id : ids_of(section(sections, Section::kAssetRefs)))
      if (!seen_assets_.contains(id)) pending_refs_.emplace_back(id, segments_);
    const std::string_view dead = section(sections, Section::kDeadLetters);
    if (!dead.empty()) dead_letters_.write(dead, scan_of(segment));
  }
  ++segments_;
}

void SegmentJoin::add_assets(const SegmentReader::Sections& sections) {
  const std::vector<RecordId> ids = ids_of(section(sections, Section::kAssetIds));
  std::vector<bool> keep(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) keep[i] = seen_assets_.insert(ids[i]).second;
  write_kept(assets_, section(sections, Section::kAssets),
             section(sections, Section::kAssetsNdjson), keep);
}

void SegmentJoin::add_findings(const ChunkIndex& chunk, const SegmentReader::Sections& sections,
                               const std::vector<bool>& keep) {
  const std::string_view delimited = section(sections, Section::kFindings);
  const std::string_view ndjson = section(sections, Section::kFindingsNdjson);
  if (std::find(keep.begin(), keep.end(), false) != keep.end()) {
    write_kept(findings_, delimited, ndjson, keep);
    return;
  }
  if (findings_.binpb) findings_.binpb->write(delimited, chunk.findings);
  if (findings_.ndjson) findings_.ndjson->write(ndjson, chunk.findings);
}

void SegmentJoin::write_kept(Batch& batch, std::string_view delimited, std::string_view ndjson,
                             const std::vector<bool>& keep) {
  for (const bool wanted : keep) {
    if (batch.binpb) {
      const char* const begin = delimited.data();
      take_delimited(delimited);
      const auto size = static_cast<std::size_t>(delimited.data() - begin);
      if (wanted) batch.binpb->write({begin, size}, 1);
    }
    if (batch.ndjson) {
      const std::size_t size = ndjson.find('\n') + 1;
      if (wanted) batch.ndjson->write(ndjson.substr(0, size), 1);
      ndjson.remove_prefix(size);
    }
  }
}

std::vector<v1::OutputFile> SegmentJoin::finish() {
  std::vector<v1::OutputFile> files;
  for (OutputFile* file :
       {assets_.binpb.get(), assets_.ndjson.get(), findings_.binpb.get(), findings_.ndjson.get()})
    if (file != nullptr) files.push_back(file->finish());
  if (auto file = dead_letters_.finish()) files.push_back(std::move(*file));
  return files;
}

std::vector<std::size_t> SegmentJoin::segments_with_unknown_assets() const {
  std::vector<std::size_t> segments;
  for (const auto& [id, segment] : pending_refs_)
    if (!seen_assets_.contains(id) && (segments.empty() || segments.back() != segment))
      segments.push_back(segment);
  return segments;
}

}  // namespace ingest::host
