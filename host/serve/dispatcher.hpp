// dispatcher.hpp - which connection is run next: what is due, one run of a connection at a time, so
// many in all. It decides and remembers; it starts nothing, and all it knows of time is the clock
// that it is given. One thread.
//
// A due time counts as served when the store says so, in the same transaction as the beginning of
// the run that serves it. So whatever is killed in between, it is served once.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "connection/schedule.hpp"
#include "schedule/clock.hpp"
#include "schedule/schedule_mark.hpp"

namespace ingest::host {

// Where the marks are kept, by connection.
struct MarkShelf {
  std::function<std::optional<std::string>(const std::string& connection)> read;
  std::function<void(const std::string& connection, const std::string& mark)> write;
};

// A run to be started.
struct PlannedRun {
  std::string connection;
  // None: it goes on with one that was interrupted, and no due time has passed since.
  std::optional<std::chrono::sys_seconds> due;
  bool missed = false;  // it is served late: nobody was there, or others were running

  std::string trigger() const { return !due ? "resume" : missed ? "missed" : "schedule"; }
};

// How a run that was started ended, as far as that decides what comes next.
enum class RunEnd {
  kDone,      // well or not
  kNotBegun,  // another run of the connection was in its way: to be tried again soon
};

class Dispatcher {
 public:
  Dispatcher(Clock& clock, MarkShelf shelf, std::size_t most_runs)
      : clock_(clock), shelf_(std::move(shelf)), most_runs_(most_runs) {}

  // What there is to run now, by connection; none for one that is inactive or has no schedule.
  // Those and the ones that are gone are not due, and what passes meanwhile is not missed.
  void set_schedules(const std::map<std::string, std::optional<Schedule>>& schedules);
  // The connection's latest run was begun by a schedule and interrupted.
  void resume(const std::string& connection) { resumes_.insert(connection); }

  // What is to be started now; it counts as running from here on. blocked: why a connection can't
  // be run at the moment, e.g. since somebody runs it by hand; empty for one that can.
  std::vector<PlannedRun> take(
      const std::function<std::string(const std::string& connection)>& blocked);
  void ended(const PlannedRun& run, RunEnd end);

  // Due, but waiting for others to end. By connection: the reason.
  const std::map<std::string, std::string>& waiting() const noexcept { return waiting_; }
  std::size_t running() const noexcept { return running_.size(); }
  std::optional<std::chrono::sys_seconds> next_due(const std::string& connection);

 private:
  struct Entry {
    Schedule schedule;
    ScheduleMark mark;
  };
  ScheduleMark mark_of(const std::string& connection) const;
  void keep(const std::string& connection, const ScheduleMark& before, const ScheduleMark& after);
  std::vector<PlannedRun> due_now(std::chrono::sys_seconds now);
  bool is_held_back(const std::string& connection, std::chrono::sys_seconds now);

  Clock& clock_;
  MarkShelf shelf_;
  const std::size_t most_runs_;
  std::map<std::string, Entry> entries_;
  std::set<std::string> resumes_;
  std::map<std::string, PlannedRun> running_;
  std::map<std::string, std::string> waiting_;
  std::map<std::string, std::chrono::sys_seconds> not_before_;  // tried in vain
};

}  // namespace ingest::host
