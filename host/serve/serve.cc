// serve.cc - the loop: files, children, what is due. See serve.hpp; serve_states.cc has what it
// says of itself.
#include "serve/serve.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "connection/time_text.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/log.hpp"

namespace ingest::host {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr seconds kReadAllEvery{30};
constexpr seconds kLongestPause{60};
// A run needs two seconds to stop; packaging/ingest.service allows for more than this.
constexpr seconds kStopBound{10};
constexpr seconds kAfterStoreFault{5};

void say(LogLevel level, const std::string& message, const LogContext& context = {}) {
  log(level, "serve", message, context);
}

MarkShelf shelf_of(StateStore& store) {
  return {[&store](const std::string& connection) { return store.schedule_mark(connection); },
          [&store](const std::string& connection, const std::string& mark) {
            store.set_schedule_mark(connection, mark);
          }};
}

bool was_cut_short(RunOutcome outcome) {
  return outcome == RunOutcome::kInterrupted || outcome == RunOutcome::kKilled;
}

bool is_by_schedule(const RunRecord& record) {
  return record.start.trigger == "schedule" || record.start.trigger == "missed" ||
         record.start.trigger == "resume";
}

}  // namespace

Serve::Serve(ServeSettings settings, StopBell& bell)
    : settings_(std::move(settings)),
      bell_(bell),
      lock_(settings_.state_dir),
      store_(settings_.state_dir),
      files_(settings_.config_dir),
      dispatcher_(clock_, shelf_of(store_), settings_.most_runs),
      runs_(
          [this](const PlannedRun& run) {
            return settings_.launch(run, files_.connections().at(run.connection));
          },
          [this](const std::string& connection, pid_t pid) {
            const auto record = last_run(connection);
            return record && record->pid == pid ? record->start.run_id : std::string();
          }) {
  read_files();
  for (const auto& [name, connection] : files_.connections()) maybe_interrupted_.insert(name);
  enter_states();
  gather();
}

std::optional<RunRecord> Serve::last_run(const std::string& connection) {
  std::vector<RunRecord> newest = store_.runs({connection, std::nullopt, 1});
  if (newest.empty()) return std::nullopt;
  return std::move(newest.front());
}

void Serve::read_files() {
  const Steady::time_point now = Steady::now();
  const bool all = bell_.take_reload() || now - files_read_all_ >= kReadAllEvery;
  const auto faults = files_.faults();
  if (!files_.refresh(all ? ConnectionFiles::Read::kAll : ConnectionFiles::Read::kChanged)) return;
  if (all) files_read_all_ = now;
  for (const auto& [file, why] : files_.faults())
    if (!faults.contains(file) || faults.at(file) != why) say(LogLevel::kError, "not used: " + why);
  std::map<std::string, std::optional<Schedule>> schedules;
  for (const auto& [name, connection] : files_.connections())
    schedules.emplace(name, connection.active ? connection.schedule : std::nullopt);
  dispatcher_.set_schedules(schedules);
  gathered_ = {};
}

void Serve::enter_failed(const std::string& connection, const std::string& why) {
  say(LogLevel::kError, why, {connection, {}});
  ++ended_[connection][RunOutcome::kFailed];
  const auto now = store_.state_of(connection);
  if (!now || now->state != ConnectionState::kInactive)
    store_.enter(connection, ConnectionState::kFailed, why);
}

void Serve::finish(const RunningRuns::Ended& ended) {
  const std::string& name = ended.run.connection;
  store_.reconcile();
  const std::optional<RunRecord> record = last_run(name);
  const bool begun = record && record->pid == ended.pid;
  const bool never_came_to_it =
      !begun && (ended.end.exit_status == static_cast<int>(ExitStatus::kLocked) || stopping_);
  dispatcher_.ended(ended.run, never_came_to_it ? RunEnd::kNotBegun : RunEnd::kDone);
  gathered_ = {};
  if (never_came_to_it) {
    say(LogLevel::kInfo, "the run did not begin: " + ended.end.text(), {name, {}});
    return;
  }
  if (!begun) {
    enter_failed(name, "the run did not begin: " +
                           (ended.last_error.empty() ? ended.end.text() : ended.last_error));
    return;
  }
  ++ended_[name][record->outcome];
  const bool well = record->outcome == RunOutcome::kComplete;
  say(well ? LogLevel::kInfo : LogLevel::kWarn,
      "ended: " + std::string(name_of(record->outcome)) + ", " + ended.end.text(),
      {name, record->start.run_id});
  if (stopping_ && was_cut_short(record->outcome))
    store_.enter(name, ConnectionState::kScheduled,
                 "run " + record->start.run_id +
                     " was interrupted when serve stopped; the next serve goes on with it");
}

void Serve::collect() {
  for (const RunningRuns::Ended& ended : runs_.collect()) finish(ended);
}

// What an earlier serve had begun and could not end is gone on with. Its run may still be about to
// end; then it is looked at again.
void Serve::look_for_interrupted() {
  std::erase_if(maybe_interrupted_, [this](const std::string& name) {
    const std::optional<RunRecord> record = last_run(name);
    if (!record || !is_by_schedule(*record)) return true;
    if (record->outcome == RunOutcome::kRunning) {
      store_.reconcile();
      return false;
    }
    if (was_cut_short(record->outcome)) {
      say(LogLevel::kInfo, "was interrupted; it is gone on with", {name, record->start.run_id});
      dispatcher_.resume(name);
    }
    return true;
  });
}

std::string Serve::blocked(const std::string& connection) {
  std::optional<RunRecord> record = last_run(connection);
  if (!record || record->outcome != RunOutcome::kRunning) return {};
  if (store_.reconcile() > 0) record = last_run(connection);
  if (!record || record->outcome != RunOutcome::kRunning) return {};
  return "waits for run " + record->start.run_id + " (" + record->start.trigger + ", process " +
         std::to_string(record->pid) + ") to end";
}

void Serve::start(const PlannedRun& run) {
  try {
    runs_.start(run);
  } catch (const Failure& failure) {
    dispatcher_.ended(run, RunEnd::kDone);
    enter_failed(run.connection, failure.what());
    return;
  }
  say(LogLevel::kInfo,
      "started (" + run.trigger() + (run.due ? ", due " + moment_text(*run.due) : "") + ")",
      {run.connection, {}});
}

void Serve::start_due() {
  const std::vector<PlannedRun> runs =
      dispatcher_.take([this](const std::string& connection) { return blocked(connection); });
  for (const PlannedRun& run : runs) start(run);
  if (!runs.empty()) gathered_ = {};
}

sys_seconds Serve::wake_at() {
  sys_seconds wake = clock_.now() + kLongestPause;
  if (stopping_) return wake;
  for (const auto& [name, connection] : files_.connections())
    if (const auto due = dispatcher_.next_due(name); due && !dispatcher_.waiting().contains(name))
      if (!runs_.pids().contains(name)) wake = std::min(wake, *due);
  return wake;
}

void Serve::step() {
  collect();
  if (stopping_) return;
  read_files();
  look_for_interrupted();
  start_due();
  enter_states();
  gather();
}

// False when it was told to stop twice.
bool Serve::stop() {
  stopping_ = true;
  say(LogLevel::kInfo, "stopping; runs under way are told to, and keep what they have");
  runs_.signal_all(SIGTERM);
  const Steady::time_point bound = Steady::now() + kStopBound;
  bool killed = false;
  while (!runs_.empty()) {
    const bool at_once = bell_.stops() > 1;
    if (!killed && (at_once || Steady::now() >= bound)) {
      say(LogLevel::kError, at_once ? "told to stop twice: runs are killed"
                                    : "runs that did not stop in time are killed");
      runs_.signal_all(SIGKILL);
      killed = true;
    }
    std::vector<int> descriptors = runs_.descriptors();
    descriptors.push_back(bell_.descriptor());
    clock_.watch(std::move(descriptors));
    clock_.wait_until(clock_.now() + seconds(1));
    bell_.silence();
    collect();
    board_.alive();
  }
  say(LogLevel::kInfo, "stopped");
  return bell_.stops() < 2;
}

bool Serve::run() {
  while (bell_.stops() == 0) {
    bell_.silence();
    board_.alive();
    Steady::duration pause{};
    try {
      step();
      if (!store_fault_.empty()) say(LogLevel::kInfo, "the state store answers again");
      store_fault_.clear();
    } catch (const Failure& failure) {
      if (store_fault_ != failure.what())
        say(LogLevel::kError, std::string("can't go on for now: ") + failure.what());
      store_fault_ = failure.what();
      pause = kAfterStoreFault;
      ServeStatus status = *board_.status();
      status.store_fault = store_fault_;
      board_.post(std::move(status));
    }
    std::vector<int> descriptors = runs_.descriptors();
    descriptors.push_back(bell_.descriptor());
    clock_.watch(std::move(descriptors));
    const Steady::time_point until = Steady::now() + pause;
    do {
      clock_.wait_until(pause.count() > 0 ? clock_.now() + seconds(1) : wake_at());
    } while (Steady::now() < until && bell_.stops() == 0);
  }
  return stop();
}

}  // namespace ingest::host
