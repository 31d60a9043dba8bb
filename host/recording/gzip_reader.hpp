// gzip_reader.hpp - what a file of gzip members holds, decompressed piece by piece. One thread.
#pragma once

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>

#include "output/file.hpp"
#include "output/sha256.hpp"

struct z_stream_s;

namespace ingest::host {

// The bytes are not what they should be; what() is a clause for people: "it breaks off".
class Damage : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class GzipReader {
 public:
  explicit GzipReader(File file);

  // At least one byte unless it is the end. Throws Damage, or a Failure when the file can't be
  // read.
  std::size_t read(char* out, std::size_t size);

  // Of the compressed file, once read has returned 0.
  std::uint64_t file_bytes() const noexcept { return file_bytes_; }
  Sha256Digest file_digest() { return hash_.finish(); }

 private:
  struct End {
    void operator()(z_stream_s* stream) const noexcept;
  };
  bool fill();  // false at the file's end

  File file_;
  Sha256 hash_;
  std::uint64_t file_bytes_ = 0;
  std::string input_;
  std::unique_ptr<z_stream_s, End> stream_;
  bool in_member_ = false;
};

}  // namespace ingest::host
