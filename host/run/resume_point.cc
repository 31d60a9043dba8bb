#include "run/resume_point.hpp"

#include <google/protobuf/util/time_util.h>

#include <optional>
#include <utility>

#include "diagnostics/failure.hpp"
#include "run/checkpoint.hpp"
#include "run/manifest.hpp"
#include "run/run_stop.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

struct InterruptedRun {
  v1::Run manifest;
  std::uint64_t units = 0;
};

std::vector<fs::path> segments_in(const fs::path& folder) {
  std::vector<fs::path> segments;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
    segments.push_back(entry.path());
  return segments;
}

// One that began and left nothing is no run to go on with.
std::optional<InterruptedRun> newest_interrupted(const RunFolder& folder) {
  for (const std::string& run_id : folder.earlier()) {
    const fs::path work = folder.work_of(run_id);
    std::optional<v1::Run> manifest = read_manifest(work / "manifest.json");
    if (!manifest || manifest->run_id() != run_id) continue;
    InterruptedRun run{std::move(*manifest), 0};
    for (const fs::path& segment : segments_in(work / "segments"))
      if (read_checkpoint(segment, Thoroughness::kAccount)) ++run.units;
    if (run.units > 0) return run;
  }
  return std::nullopt;
}

std::string when(const v1::Run& run) {
  google::protobuf::Timestamp seconds = run.started_at();
  seconds.set_nanos(0);
  return google::protobuf::util::TimeUtil::ToString(seconds);
}

[[noreturn]] void throw_differences(const InterruptedRun& interrupted,
                                    const std::vector<std::string>& differences) {
  std::string all;
  for (const std::string& one : differences) all += (all.empty() ? "" : ", ") + one;
  throw Failure(ExitStatus::kConfig,
                "can't go on with the interrupted run of " + when(interrupted.manifest) +
                    ", since this is no longer what it was: " + all,
                "Put that back as it was, or run without --resume: that reads everything from the "
                "start, and removes the interrupted run when it is done.");
}

// What isn't whole goes: a unit that is read again begins with no file.
std::vector<FinishedUnit> load(const RunRequest& request, const fs::path& folder,
                               std::uint64_t expected) {
  std::vector<FinishedUnit> kept;
  for (const fs::path& segment : segments_in(folder)) {
    throw_when_stopped(request, expected);
    if (std::optional<FinishedUnit> unit = read_checkpoint(segment, Thoroughness::kEveryByte))
      kept.push_back(std::move(*unit));
    else
      remove_tree(segment);
  }
  return kept;
}

void say(const RunRequest& request, const std::string& sentence) {
  if (request.notice) request.notice(sentence);
}

}  // namespace

bool can_be_gone_on_with(const RunRequest& request) { return request.replay_of.empty(); }

std::vector<FinishedUnit> begin_work(const RunRequest& request, RunFolder& folder, v1::Run& run) {
  if (!can_be_gone_on_with(request)) return {};
  const std::optional<InterruptedRun> interrupted = newest_interrupted(folder);
  if (request.resume && interrupted) {
    const std::vector<std::string> all = differences(interrupted->manifest, run);
    if (!all.empty()) throw_differences(*interrupted, all);
    run.set_resumed_from(interrupted->manifest.run_id());
  }
  write_manifest(run, folder.manifest());
  folder.sync();

  std::vector<FinishedUnit> kept;
  if (!request.resume) {
    if (interrupted)
      say(request, "an interrupted run of " + when(interrupted->manifest) + " kept " +
                       count_text(interrupted->units, request) +
                       "; this one starts from the beginning, and removes it when it is done (stop "
                       "now and run with --resume to go on with it instead)");
  } else if (!interrupted) {
    say(request, "no interrupted run to go on with; starting from the beginning");
  } else {
    folder.take_over(interrupted->manifest.run_id());
    kept = load(request, folder.segments(), interrupted->units);
    say(request, "going on with the interrupted run of " + when(interrupted->manifest) + ": " +
                     count_text(kept.size(), request) + " kept");
  }
  folder.remove_earlier(interrupted && !request.resume ? interrupted->manifest.run_id() : "");
  return kept;
}

}  // namespace ingest::host
