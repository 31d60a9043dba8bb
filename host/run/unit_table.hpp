// unit_table.hpp - the units of a run: which are wanted, which are under way, which are done.
// Finished units shed their state; what stays is a line of the completeness table. [thread-safe]
#pragma once

#include <ingest/v1/source_page.pb.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "run/open_unit.hpp"
#include "run/shard.hpp"

namespace ingest::host {

// Which units of the source a run reads.
struct UnitChoice {
  Shard shard;
  std::uint64_t limit = 0;  // units; 0: none

  bool is_everything() const noexcept { return shard.is_whole() && limit == 0; }
};

class UnitTable {
 public:
  UnitTable(UnitChoice choice, std::filesystem::path segments)
      : choice_(choice), segments_(std::move(segments)) {}

  // What fetch says. All throw a Failure (kConnector) when it breaks the contract.
  bool begin(std::string_view unit);  // false: not wanted
  std::shared_ptr<OpenUnit> expect_page(std::string_view unit, std::uint64_t rows);
  void end(std::string_view unit, std::string_view report);
  // A page of the unit is transformed.
  void add(OpenUnit& unit, const PageResult& page);

  // fetch has returned and all pages are transformed: what never ended is finished as it is.
  // The finished units in canonical order; call it once.
  std::vector<FinishedUnit> finish();

  std::uint64_t skipped() const;
  std::uint64_t done() const;
  std::uint64_t scans() const;  // of the done ones, those with a scan

 private:
  std::shared_ptr<OpenUnit> find_open(std::string_view unit, const char* what);
  void close(FinishedUnit unit);

  const UnitChoice choice_;
  const std::filesystem::path segments_;
  mutable std::mutex mutex_;
  std::unordered_set<std::string> begun_;  // wanted and unwanted
  std::map<std::string, std::shared_ptr<OpenUnit>, std::less<>> open_;
  std::vector<FinishedUnit> finished_;
  std::uint64_t wanted_ = 0;
  std::uint64_t skipped_ = 0;
  std::uint64_t scans_ = 0;
};

}  // namespace ingest::host
