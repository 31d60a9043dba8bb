// open_unit.hpp - one unit of the source while it is read: its segment and its account. Ends
// itself when the connector has ended it and its last page is transformed. [thread-safe]
#pragma once

#include <ingest/v1/run.pb.h>

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "output/segment_writer.hpp"
#include "run/page_result.hpp"

namespace ingest::host {

// What is left of a unit when it is done, beside its segment.
struct FinishedUnit {
  v1::UnitAccount account;
  ReasonCounts filtered;
  SeverityCounts severities{};
};

class OpenUnit {
 public:
  OpenUnit(std::string name, const std::filesystem::path& segments);

  const std::string& name() const noexcept { return name_; }

  // fetch emitted a page. Throws a Failure (kConnector) when the unit has ended already.
  void expect_page(std::uint64_t rows);
  // A part of a page's output, before its last one. Nothing of it counts until add is told.
  ChunkIndex write_part(const PageChunk& part);
  // A page is transformed; likewise fetch has ended the unit. Each yields the finished unit when
  // nothing more is to come.
  std::optional<FinishedUnit> add(const PageResult& page);
  std::optional<FinishedUnit> end(v1::UnitReport report);
  // fetch returned without ending the unit, and all its pages are transformed.
  FinishedUnit abandon();

 private:
  std::optional<FinishedUnit> finish_if_done();
  FinishedUnit finish();
  void check(const v1::UnitReport& report);
  void check_places(const v1::UnitReport& report);
  void problem(std::string sentence);

  const std::string name_;
  std::mutex mutex_;
  SegmentWriter segment_;
  bool ended_ = false;
  std::uint64_t pages_ = 0;       // emitted by fetch
  std::uint64_t pages_done_ = 0;  // transformed and written
  v1::RowCounts rows_;
  ReasonCounts filtered_;
  v1::UnitReport report_;
  std::vector<std::string> problems_;
  std::uint64_t more_problems_ = 0;
  std::vector<std::string> warnings_;
};

}  // namespace ingest::host
