// dead_letters.hpp - the rows of one page that could not be mapped or written, as lines of
// dead-letters.ndjson. One thread.
#pragma once

#include <ingest/v1/source_page.pb.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ingest::host {

class DeadLetters {
 public:
  // Of a raw row, more than this is not even looked at.
  static constexpr std::size_t kRawLooked = std::size_t{256} << 10U;

  // Takes secrets out, cuts the raw row to 64 KiB, and drops it when the page's letters hold too
  // much already.
  void add(v1::DeadLetter letter);
  std::size_t size() const noexcept { return lines_.size(); }
  std::size_t bytes() const noexcept { return bytes_; }

  // The lines by row, then in the order in which they came.
  std::string take();
  void clear();

 private:
  std::vector<std::pair<std::uint64_t, std::string>> lines_;
  std::size_t raw_bytes_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace ingest::host
