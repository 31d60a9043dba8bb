#include "run/record_batch_builder.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "output/delimited.hpp"
#include "output/json_text.hpp"

namespace ingest::host {

bool RecordBatchBuilder::add(const google::protobuf::Message& record, const RecordId& id,
                             std::uint64_t row, char tag) {
  const std::size_t size = record.ByteSizeLong();
  if (size > kRecordMax) return false;
  enter({row, delimited_.size(), ndjson_.size(), id, tag});
  if (wants_binpb(format_)) {
    append_varint(delimited_, size);
    const std::size_t begin = delimited_.size();
    delimited_.resize(begin + size);
    record.SerializeWithCachedSizesToArray(
        reinterpret_cast<std::uint8_t*>(delimited_.data() + begin));
  }
  if (wants_ndjson(format_) && !append_json_line(record, ndjson_))
    throw std::logic_error("a record without a JSON form passed the check");
  return true;
}

// Connectors emit row by row, so this seldom has anything to do.
void RecordBatchBuilder::sort() {
  const auto by_row = [](const Entry& a, const Entry& b) { return a.row < b.row; };
  if (std::is_sorted(entries_.begin(), entries_.end(), by_row)) return;
  const std::string delimited = std::move(delimited_);
  const std::string ndjson = std::move(ndjson_);
  struct Piece {
    Entry entry;
    std::size_t delimited_size;
    std::size_t ndjson_size;
  };
  std::vector<Piece> pieces;
  pieces.reserve(entries_.size());
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const bool last = i + 1 == entries_.size();
    pieces.push_back({entries_[i],
                      (last ? delimited.size() : entries_[i + 1].delimited) - entries_[i].delimited,
                      (last ? ndjson.size() : entries_[i + 1].ndjson) - entries_[i].ndjson});
  }
  std::stable_sort(pieces.begin(), pieces.end(),
                   [&](const Piece& a, const Piece& b) { return by_row(a.entry, b.entry); });
  entries_.clear();
  delimited_.clear();
  ndjson_.clear();
  for (const Piece& piece : pieces) {
    entries_.push_back(piece.entry);
    delimited_.append(delimited, piece.entry.delimited, piece.delimited_size);
    ndjson_.append(ndjson, piece.entry.ndjson, piece.ndjson_size);
  }
}

void RecordBatchBuilder::take(RecordBatch& batch, std::string& tags) {
  sort();
  batch.ids.reserve(entries_.size());
  tags.reserve(entries_.size());
  for (const Entry& entry : entries_) {
    batch.ids.push_back(entry.id);
    tags.push_back(entry.tag);
  }
  batch.delimited = std::exchange(delimited_, {});
  batch.ndjson = std::exchange(ndjson_, {});
  clear();
}

// The next page is most likely like the one before.
void RecordBatchBuilder::reuse(RecordBatch batch) {
  if (!delimited_.empty() || !ndjson_.empty()) return;
  delimited_ = std::move(batch.delimited);
  ndjson_ = std::move(batch.ndjson);
  clear();
}

void RecordBatchBuilder::enter(const Entry& entry) {
  last_row_ = std::max(last_row_, entry.row);
  entries_.push_back(entry);
}

void RecordBatchBuilder::clear() {
  entries_.clear();
  last_row_ = 0;
  delimited_.clear();
  ndjson_.clear();
}

}  // namespace ingest::host
