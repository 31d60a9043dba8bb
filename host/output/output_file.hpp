// output_file.hpp - one file of a run while it is written: buffered, counted, digested. One thread.
#pragma once

#include <ingest/v1/run.pb.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "output/file.hpp"
#include "output/sha256.hpp"

namespace ingest::host {

class OutputFile {
 public:
  explicit OutputFile(const std::filesystem::path& path) : file_(File::create_to_write(path)) {}

  void write(std::string_view bytes, std::uint64_t records);
  // Brings everything to disk; the object is done with.
  v1::OutputFile finish();

 private:
  void flush();

  File file_;
  Sha256 hash_;
  std::string buffer_;
  std::uint64_t bytes_ = 0;
  std::uint64_t records_ = 0;
};

}  // namespace ingest::host
