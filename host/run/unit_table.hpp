// unit_table.hpp - the units of a run: which are wanted, which are under way, which are done, that
// is, on disk. Finished units shed their state; what stays is a line of the completeness table.
// [thread-safe]
#pragma once

#include <ingest/v1/source_page.pb.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "run/checkpoint_queue.hpp"
#include "run/open_unit.hpp"
#include "run/shard.hpp"

namespace ingest::host {

// Which units of the source a run reads.
struct UnitChoice {
  Shard shard;
  std::uint64_t limit = 0;  // units; 0: none

  bool is_everything() const noexcept { return shard.is_whole() && limit == 0; }
};

// Of the units that an interrupted run left and the source has listed again.
struct KeptTotals {
  std::uint64_t units = 0;
  std::uint64_t rows = 0;
  std::uint64_t findings = 0;  // repeats included
};

class UnitTable {
 public:
  // How many units a run that goes on would find: on_disk in any case, written as long as the
  // machine goes on. Runs on several threads, one at a time.
  using Checkpointed = std::function<void(std::uint64_t on_disk, std::uint64_t written)>;

  // kept are the checkpoints that an interrupted run left.
  UnitTable(UnitChoice choice, std::filesystem::path segments, std::vector<FinishedUnit> kept = {},
            Checkpointed checkpointed = {});

  // What fetch says. All throw a Failure (kConnector) when it breaks the contract.
  bool begin(std::string_view unit);  // false: not wanted, or kept
  std::shared_ptr<OpenUnit> expect_page(std::string_view unit, std::uint64_t rows);
  void end(std::string_view unit, std::string_view report);
  // A page of the unit is transformed.
  void add(OpenUnit& unit, const PageResult& page);

  // Waits until all finished units are on disk.
  void drain() { queue_.drain(); }
  // fetch has returned and all pages are transformed: what never ended is finished as it is.
  // The finished units in canonical order, all on disk; call it once. Kept units that the source
  // did not list again are not among them.
  std::vector<FinishedUnit> finish();
  // The run is over before its end: gives what is finished a while to get to disk. The number of
  // units that a run that goes on will find.
  std::uint64_t settle(std::chrono::milliseconds limit) noexcept;

  std::uint64_t skipped() const;
  std::uint64_t done() const;
  std::uint64_t scans() const;  // of the done ones, those with a scan
  KeptTotals kept() const;
  std::uint64_t kept_but_not_listed() const;  // so far

 private:
  std::shared_ptr<OpenUnit> find_open(std::string_view unit, const char* what);
  bool take_kept(std::string_view unit);
  void close(FinishedUnit unit);
  void take_durable(std::vector<FinishedUnit> units);
  void take_finished(FinishedUnit unit);

  const UnitChoice choice_;
  const std::filesystem::path segments_;
  const Checkpointed checkpointed_;
  mutable std::mutex mutex_;
  std::unordered_set<std::string> begun_;  // wanted and unwanted
  std::map<std::string, std::shared_ptr<OpenUnit>, std::less<>> open_;
  std::map<std::string, FinishedUnit, std::less<>> kept_;  // not listed again so far
  std::vector<FinishedUnit> finished_;
  KeptTotals kept_totals_;
  std::uint64_t checkpoints_ = 0;
  std::uint64_t written_ = 0;
  std::uint64_t wanted_ = 0;
  std::uint64_t skipped_ = 0;
  std::uint64_t scans_ = 0;
  CheckpointQueue queue_;  // last: its thread uses all of the above
};

}  // namespace ingest::host
