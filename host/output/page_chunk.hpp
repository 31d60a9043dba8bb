// page_chunk.hpp - what a page of the source became, or a part of it: plain data, handed from the
// worker that transforms the page to the segment of the page's unit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "output/identity.hpp"

namespace ingest::host {

enum class OutputFormat { kBinpb, kNdjson, kBoth };
inline bool wants_binpb(OutputFormat format) { return format != OutputFormat::kNdjson; }
inline bool wants_ndjson(OutputFormat format) { return format != OutputFormat::kBinpb; }

// The records of one kind, in the order of their rows. Which of the two texts are filled is the
// run's OutputFormat; each holds one piece per id.
struct RecordBatch {
  std::vector<RecordId> ids;
  std::string delimited;  // varint-length-delimited protobuf
  std::string ndjson;
};

struct PageChunk {
  std::uint64_t place = 0;
  std::uint64_t part = 0;  // of the page, from 0
  std::uint64_t rows = 0;
  RecordBatch assets;
  RecordBatch findings;
  std::string severities;            // of findings, one byte each
  std::vector<RecordId> asset_refs;  // the assets that findings name, each once
  std::string dead_letters;          // NDJSON
  std::uint64_t dead_letter_lines = 0;
};

}  // namespace ingest::host
