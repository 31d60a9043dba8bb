// dead_letter_file.hpp - dead-letters.ndjson while it is written: made with the first line, each
// line with the scan of its unit, and raw rows only as long as they take no more room than they
// may. Which rows those are depends on the order of the lines alone. One thread.
#pragma once

#include <ingest/v1/run.pb.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "output/output_file.hpp"

namespace ingest::host {

class DeadLetterFile {
 public:
  // Raw rows as base64, of all lines.
  static constexpr std::uint64_t kRawMax = std::uint64_t{64} << 20U;

  explicit DeadLetterFile(std::filesystem::path path, std::uint64_t raw_max = kRawMax)
      : path_(std::move(path)), raw_max_(raw_max) {}

  // Whole lines, as DeadLetters makes them. scan_id goes into those that have none; may be empty.
  void write(std::string_view lines, std::string_view scan_id);
  // Brings the file to disk; nothing when there was no line.
  std::optional<v1::OutputFile> finish();

  std::uint64_t without_raw() const noexcept { return without_raw_; }  // lines beyond the bound

 private:
  void write_line(std::string_view line, std::string_view scan_id);

  const std::filesystem::path path_;
  const std::uint64_t raw_max_;
  std::unique_ptr<OutputFile> file_;
  std::uint64_t raw_bytes_ = 0;
  std::uint64_t without_raw_ = 0;
};

}  // namespace ingest::host
