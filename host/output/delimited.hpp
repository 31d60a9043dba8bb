// delimited.hpp - records as a varint of their length, then their bytes: the format that every
// protobuf library reads (parseDelimitedFrom and its like).
//
// DelimitedReader reads a file of any size with a buffer as large as its largest record, and
// tells exactly where a file stops being well formed. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "output/file.hpp"

namespace ingest::host {

inline constexpr std::size_t kRecordMax = std::size_t{64} << 20U;  // bytes, of one record

void append_varint(std::string& out, std::uint64_t value);
std::size_t varint_size(std::uint64_t value);

// Splits the record at the front off bytes, which came out of this process and is well formed:
// anything else is a std::logic_error.
std::string_view take_delimited(std::string_view& bytes);

class DelimitedReader {
 public:
  explicit DelimitedReader(File file) : file_(std::move(file)) {}

  // False at the end. The view is valid until the next call. Throws a Failure (configuration)
  // that names byte offset and record where the file is cut short or no such file at all.
  bool next(std::string_view& record);

  // The Failure for the record that next yielded last: well framed, and yet no such record.
  [[noreturn]] void corrupt(const std::string& why) const;

 private:
  bool fill(std::size_t wanted);  // true when wanted bytes are at begin_

  File file_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t position_ = 0;  // in the file, of buffer_[begin_]
  std::uint64_t record_offset_ = 0;
  std::uint64_t records_ = 0;  // begun, the one under way included
};

}  // namespace ingest::host
