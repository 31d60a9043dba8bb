// recording_reader.hpp - reads the folder of a recording, which may be a stranger's: everything in
// it is bounded and checked. One thread.
#pragma once

#include <ingest/v1/recording.pb.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_set>

#include "recording/record_stream.hpp"
#include "recording/recorded_pages.hpp"

namespace ingest::host {

class RecordingReader {
 public:
  // Reads the manifest. Throws a Failure (kConfig) when there is none or it is none.
  explicit RecordingReader(std::filesystem::path folder);

  const v1::Recording& manifest() const noexcept { return manifest_; }
  const std::filesystem::path& folder() const noexcept { return folder_; }

  // False after the last unit. Throws a Failure (kConfig) where the recording is damaged; one that
  // was never finished may break off, which is its end.
  bool next_unit(v1::RecordedUnit& unit);
  RecordedPages pages_of(const v1::RecordedUnit& unit) const { return {folder_, unit}; }

 private:
  void read_manifest();
  void check_end();
  [[noreturn]] void damaged(const std::string& file, const std::string& why) const;

  const std::filesystem::path folder_;
  v1::Recording manifest_;
  std::unique_ptr<RecordStream> units_;  // none when nothing was recorded, and after the last one
  std::string record_;
  std::unordered_set<std::string> seen_;
};

}  // namespace ingest::host
