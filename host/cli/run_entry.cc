// run_entry.cc - see run_entry.hpp.
#include "cli/run_entry.hpp"

#include <exception>
#include <string>

#include "diagnostics/log.hpp"
#include "output/run_id.hpp"
#include "run/manifest.hpp"

namespace ingest::host {
namespace {

RunStart completed(RunStart start, const std::filesystem::path& out) {
  start.run_id = new_run_id(start.started_at);
  start.folder = out / start.connection / start.run_id;
  return start;
}

template <class Work>
void told(Work&& work) noexcept {
  try {
    work();
  } catch (const std::exception& error) {
    log(LogLevel::kWarn, "history",
        std::string("this run can't be entered in the history now: ") + error.what());
  }
}

}  // namespace

RunEntry::RunEntry(const std::filesystem::path& state_dir, const std::filesystem::path& out,
                   RunStart start, const StateStore::NextMark& next_mark)
    : store_(state_dir), start_(completed(std::move(start), out)) {
  number_ = store_.begin_run(start_, next_mark);
  known_.set_run_id(start_.run_id);
  known_.set_connection(start_.connection);
}

void RunEntry::describe(const RunRequest& request) noexcept {
  told([&] {
    const std::lock_guard lock(mutex_);
    known_ = begun_run(request, start_.run_id, start_.started_at);
    known_.set_replay_of(request.replay_of);
    http_stats_ = request.http_stats;
    store_.describe_run(number_, known_, request.unit_noun);
  });
}

void RunEntry::committed(const v1::Run& run) noexcept {
  if (!is_first()) return;
  told([&] { store_.end_run(number_, run); });
}

void RunEntry::failed(const Failure& failure) noexcept {
  if (!is_first()) return;
  told([&] {
    const std::lock_guard lock(mutex_);
    if (http_stats_) *known_.mutable_http() = http_stats_();
    store_.fail_run(number_, failure.status(), failure.what(), known_);
  });
}

}  // namespace ingest::host
