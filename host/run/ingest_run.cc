#include "run/ingest_run.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "output/file_failure.hpp"
#include "output/json_text.hpp"
#include "output/run_folder.hpp"
#include "output/run_id.hpp"
#include "output/segment_join.hpp"
#include "output/segment_writer.hpp"
#include "run/manifest.hpp"
#include "run/previous_run.hpp"
#include "run/resume_point.hpp"
#include "run/run_account.hpp"
#include "run/run_pipeline.hpp"
#include "run/run_stop.hpp"

namespace ingest::host {
namespace {

using Steady = std::chrono::steady_clock;
using System = std::chrono::system_clock;

constexpr unsigned kWorkersMax = 64;
// What a stopped run may still spend on its last checkpoints.
constexpr std::chrono::milliseconds kSettle{800};

std::filesystem::path segment_of(const FinishedUnit& unit, const RunFolder& folder) {
  return segment_path(folder.segments(), unit.account.report().unit());
}

// Joins the segments; files, assets and problems go where they belong.
void join_segments(std::vector<FinishedUnit> units, const RunFolder& folder,
                   const RunRequest& request, RunAccount& account, v1::Run& run) {
  SegmentJoin join(folder.partial(), request.format);
  for (FinishedUnit& unit : units) {
    throw_when_stopped(request);
    join.add(segment_of(unit, folder));
    account.add_unit(std::move(unit));
  }
  for (const std::size_t unit : join.segments_with_unknown_assets()) account.unknown_assets(unit);
  for (v1::OutputFile& file : join.finish()) *run.add_files() = std::move(file);
  if (const std::uint64_t n = join.letters_without_raw(); n > 0)
    run.add_warnings("dead-letters.ndjson has no room for the raw rows of its last " +
                     std::to_string(n) + " lines");
  run.set_assets(join.assets());
}

// What the joined files will need, near enough.
std::uint64_t size_of(const std::vector<FinishedUnit>& units, const RunFolder& folder) {
  std::uint64_t size = 0;
  for (const FinishedUnit& unit : units) {
    std::error_code error;
    const std::uintmax_t bytes = std::filesystem::file_size(segment_of(unit, folder), error);
    if (!error) size += bytes;
  }
  return size;
}

void write_files(std::vector<FinishedUnit> units, const RunFolder& folder,
                 const RunRequest& request, RunAccount& account, v1::Run& run) {
  const std::uint64_t size = size_of(units, folder);
  try {
    join_segments(std::move(units), folder, request, account, run);
  } catch (const FileFailure& failure) {
    if (!failure.is_out_of_room()) throw;
    throw Failure(
        failure.status(),
        std::string(failure.what()) + "; the files of this run need about " + size_text(size),
        failure.hint());
  }
}

void tell_of_kept(const UnitTable& units, const RunRequest& request, v1::Run& run) {
  if (run.resumed_from().empty()) return;
  run.set_units_kept(units.kept().units);
  run.add_warnings("from the interrupted run " + run.resumed_from() +
                   ", as it read them: " + count_text(run.units_kept(), request));
  if (const std::uint64_t left = units.kept_but_not_listed(); left > 0)
    run.add_warnings("left out, since the source no longer lists what the interrupted run read: " +
                     count_text(left, request));
}

// In a catch clause. What is finished stays on disk; the failure says so.
[[noreturn]] void give_up(const RunRequest& request, RunFolder& folder, UnitTable& units) {
  if (folder.is_committed()) throw;
  const std::uint64_t kept = can_be_gone_on_with(request) ? units.settle(kSettle) : 0;
  if (kept > 0) folder.keep();
  if (request.cancelled.stop_requested()) throw stopped(request, kept);
  try {
    throw;
  } catch (const Failure& failure) {
    throw with_kept(failure, request, kept);
  }
}

}  // namespace

unsigned transform_workers(bool concurrent_transform) {
  return concurrent_transform ? std::clamp(std::thread::hardware_concurrency(), 1U, kWorkersMax)
                              : 1U;
}

CommittedRun execute_run(RunConnector& connector, const RunRequest& request, Progress& progress) {
  const Steady::time_point started = Steady::now();
  const System::time_point started_at = request.started_at;
  const std::string run_id = request.run_id.empty() ? new_run_id(started_at) : request.run_id;
  RunFolder folder(request.out, request.connection, run_id);
  CommittedRun result;
  v1::Run& run = result.run;
  run = begun_run(request, run_id, started_at);
  UnitTable units(request.choice, folder.segments(), begin_work(request, folder, run),
                  request.checkpointed);
  RunCounters counters;
  RunAccount account(request.unit_noun, request.tolerance);

  // Said at once, so that the run can still be stopped; and kept in its account.
  const std::string splits =
      request.replay_of.empty() ? identity_warning(folder.latest(), run.versions()) : std::string();
  if (!splits.empty() && request.notice) request.notice("warning: " + splits);

  progress.start(started);
  try {
    RunPipeline pipeline(connector, request, run_id, units, counters);
    for (v1::Listing& listing : pipeline.run([&] { progress.tick(counters, Steady::now()); }))
      account.add_listing(std::move(listing));
    throw_when_stopped(request);

    write_files(units.finish(), folder, request, account, run);
    tell_of_kept(units, request, run);
    run.set_replay_of(request.replay_of);
    if (!splits.empty()) run.add_warnings(splits);
    for (const std::string& warning : request.warnings) run.add_warnings(warning);
    for (const std::string& problem : request.problems) run.add_problems(problem);
    account.conclude(request.choice, units.skipped() + request.units_not_recorded, run);
    const auto latest = may_follow(folder.latest(), request.unit_noun, run)
                            ? RunFolder::Latest::kMoves
                            : RunFolder::Latest::kStays;
    if (request.http_stats) *run.mutable_http() = request.http_stats();
    *run.mutable_finished_at() = timestamp(System::now());
    run.set_duration_ms(static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - started).count()));
    write_run_json(run, folder.partial() / "run.json");
    throw_when_stopped(request);
    folder.commit(latest);
    if (can_be_gone_on_with(request) && latest == RunFolder::Latest::kMoves)
      folder.remove_earlier();
  } catch (...) {
    progress.abort();
    give_up(request, folder, units);
  }
  progress.finish(counters, Steady::now());
  result.folder = folder.committed();
  return result;
}

}  // namespace ingest::host
