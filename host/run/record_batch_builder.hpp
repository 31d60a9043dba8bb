// record_batch_builder.hpp - the records of one kind of one page, serialized as they come and
// handed over in the order of their rows. One thread.
#pragma once

#include <google/protobuf/message.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "output/page_chunk.hpp"

namespace ingest::host {

class RecordBatchBuilder {
 public:
  explicit RecordBatchBuilder(OutputFormat format) : format_(format) {}

  // False, and nothing added, when the record is larger than a record may be.
  bool add(const google::protobuf::Message& record, const RecordId& id, std::uint64_t row,
           char tag = 0);
  // The same for a record that write appends to a text, its length before it, unless it says false.
  // Binpb only.
  template <class Write>
  bool add_written(const RecordId& id, std::uint64_t row, char tag, Write&& write) {
    const std::size_t begin = delimited_.size();
    if (!std::forward<Write>(write)(delimited_)) return false;
    enter({row, begin, ndjson_.size(), id, tag});
    return true;
  }
  bool takes_written() const noexcept { return !wants_ndjson(format_); }
  std::size_t size() const noexcept { return entries_.size(); }
  std::uint64_t last_row() const noexcept { return last_row_; }  // the highest
  std::size_t bytes() const noexcept { return delimited_.size() + ndjson_.size(); }

  // Moves the records out, by row, then in the order in which they came; with their tags.
  void take(RecordBatch& batch, std::string& tags);
  void clear();
  // The memory of a batch that is done with.
  void reuse(RecordBatch batch);

 private:
  struct Entry {
    std::uint64_t row = 0;
    std::size_t delimited = 0;  // offset of the record in delimited_
    std::size_t ndjson = 0;     // likewise
    RecordId id;
    char tag = 0;
  };
  void enter(const Entry& entry);
  void sort();

  const OutputFormat format_;
  std::vector<Entry> entries_;
  std::uint64_t last_row_ = 0;
  std::string delimited_;
  std::string ndjson_;
};

}  // namespace ingest::host
