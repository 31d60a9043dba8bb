// recorded_pages.hpp - the pages of one recorded unit, checked as if a stranger had written them:
// they are of the unit, as many as its entry says, each within the limits that hold for a
// connector's pages. One thread.
#pragma once

#include <ingest/v1/recording.pb.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "recording/record_stream.hpp"

namespace ingest::host {

class RecordedPages {
 public:
  RecordedPages(const std::filesystem::path& recording, v1::RecordedUnit unit);

  // False after the last one, when all that came adds up. Throws a Failure (kConfig) that names the
  // file otherwise.
  bool next(v1::SourcePage& page);

 private:
  void check(const v1::SourcePage& page);
  void check_end();

  const std::filesystem::path path_;
  const v1::RecordedUnit unit_;
  std::unique_ptr<RecordStream> stream_;  // none without pages
  std::string record_;
  std::vector<bool> seen_;  // by place
  std::uint64_t pages_ = 0;
  std::uint64_t rows_ = 0;
};

}  // namespace ingest::host
