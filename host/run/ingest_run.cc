#include "run/ingest_run.hpp"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include "output/json_text.hpp"
#include "output/run_folder.hpp"
#include "output/run_id.hpp"
#include "output/segment_join.hpp"
#include "run/previous_run.hpp"
#include "run/run_account.hpp"
#include "run/run_pipeline.hpp"

namespace ingest::host {
namespace {

using Steady = std::chrono::steady_clock;
using System = std::chrono::system_clock;

constexpr unsigned kWorkersMax = 64;

google::protobuf::Timestamp timestamp(System::time_point when) {
  return google::protobuf::util::TimeUtil::MillisecondsToTimestamp(
      std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch()).count());
}

void stop_when_cancelled(const RunRequest& request, const RunCounters& counters) {
  if (!request.cancelled.stop_requested()) return;
  throw Failure(request.cancelled_as ? request.cancelled_as() : ExitStatus::kInterrupted,
                "stopped on request after " + std::to_string(counters.units_done.load()) + " " +
                    request.unit_noun + " and " + std::to_string(counters.rows.load()) +
                    " rows; nothing was written",
                "The latest run is what it was. Start the run again when you like.");
}

// Joins the segments; files, assets and problems go where they belong.
void join_segments(std::vector<FinishedUnit> units, const RunFolder& folder,
                   const RunRequest& request, RunAccount& account, v1::Run& run) {
  SegmentJoin join(folder.partial(), request.format);
  for (FinishedUnit& unit : units) {
    join.add(unit.segment);
    account.add_unit(std::move(unit));
  }
  for (const std::size_t unit : join.segments_with_unknown_assets()) account.unknown_assets(unit);
  for (v1::OutputFile& file : join.finish()) *run.add_files() = std::move(file);
  if (const std::uint64_t n = join.letters_without_raw(); n > 0)
    run.add_warnings("dead-letters.ndjson has no room for the raw rows of its last " +
                     std::to_string(n) + " lines");
  run.set_assets(join.assets());
}

}  // namespace

unsigned transform_workers(bool concurrent_transform) {
  return concurrent_transform ? std::clamp(std::thread::hardware_concurrency(), 1U, kWorkersMax)
                              : 1U;
}

CommittedRun execute_run(RunConnector& connector, const RunRequest& request, Progress& progress) {
  const Steady::time_point started = Steady::now();
  const System::time_point started_at = System::now();
  const std::string run_id = new_run_id(started_at);
  RunFolder folder(request.out, request.connection, run_id);
  UnitTable units(request.choice, folder.segments());
  RunCounters counters;
  RunAccount account(request.unit_noun, request.tolerance);

  progress.start(started);
  try {
    RunPipeline pipeline(connector, request, run_id, units, counters);
    for (v1::Listing& listing : pipeline.run([&] { progress.tick(counters, Steady::now()); }))
      account.add_listing(std::move(listing));
    stop_when_cancelled(request, counters);
  } catch (...) {
    progress.abort();
    throw;
  }

  CommittedRun result;
  v1::Run& run = result.run;
  run.set_run_id(run_id);
  run.set_connection(request.connection);
  *run.mutable_versions() = request.versions;
  run.mutable_versions()->set_ingest(INGEST_VERSION);
  join_segments(units.finish(), folder, request, account, run);
  run.set_replay_of(request.replay_of);
  for (const std::string& warning : request.warnings) run.add_warnings(warning);
  for (const std::string& problem : request.problems) run.add_problems(problem);
  account.conclude(request.choice, units.skipped(), run);
  const auto latest = may_follow(folder.latest(), request.unit_noun, run)
                          ? RunFolder::Latest::kMoves
                          : RunFolder::Latest::kStays;
  if (request.http_stats) *run.mutable_http() = request.http_stats();
  *run.mutable_started_at() = timestamp(started_at);
  *run.mutable_finished_at() = timestamp(System::now());
  run.set_duration_ms(static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - started).count()));
  write_run_json(run, folder.partial() / "run.json");
  stop_when_cancelled(request, counters);
  folder.commit(latest);
  progress.finish(counters, Steady::now());
  result.folder = folder.committed();
  return result;
}

}  // namespace ingest::host
