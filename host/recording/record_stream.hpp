// record_stream.hpp - length-delimited records out of a gzip file that may hold anything: none is
// larger than it may be, and memory grows with the bytes that come, not with what a length claims.
// One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "recording/gzip_reader.hpp"

namespace ingest::host {

class RecordStream {
 public:
  RecordStream(File file, std::size_t record_max);

  // False at the end. Throws Damage, or a Failure when the file can't be read.
  bool next(std::string& record);

  GzipReader& source() noexcept { return source_; }

 private:
  std::size_t take(char* out, std::size_t size);
  bool take_length(std::uint64_t& length);

  GzipReader source_;
  const std::size_t record_max_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace ingest::host
