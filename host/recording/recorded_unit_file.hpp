// recorded_unit_file.hpp - one unit while it is recorded: its pages on their way to its file, and
// its entry when it is done. [thread-safe]
#pragma once

#include <ingest/v1/recording.pb.h>

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "output/sha256.hpp"

namespace ingest::host {

class RecordedUnitFile {
 public:
  RecordedUnitFile(std::string unit, std::filesystem::path path)
      : unit_(std::move(unit)), path_(std::move(path)) {}

  const std::string& unit() const noexcept { return unit_; }

  void expect_page();
  // A page, compressed. Likewise: the connector has ended the unit. Each yields the unit's entry
  // when nothing more is to come.
  std::optional<v1::RecordedUnit> add(std::string_view member, std::uint64_t rows);
  std::optional<v1::RecordedUnit> end(v1::UnitReport report);
  // Every page that was expected is here.
  bool has_all_pages() const;
  // The entry of a unit that nobody ended. Call it once.
  v1::RecordedUnit unended();

 private:
  v1::RecordedUnit entry();

  const std::string unit_;
  const std::filesystem::path path_;
  mutable std::mutex mutex_;
  std::uint64_t expected_ = 0;
  v1::RecordedUnit entry_;
  Sha256 hash_;
};

}  // namespace ingest::host
