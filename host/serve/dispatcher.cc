// dispatcher.cc - see dispatcher.hpp.
#include "serve/dispatcher.hpp"

#include <algorithm>
#include <utility>

#include "diagnostics/log.hpp"

namespace ingest::host {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr seconds kTryAgainAfter{5};
// A run that begins this much later than it was due is called missed.
constexpr seconds kLate{60};

}  // namespace

ScheduleMark Dispatcher::mark_of(const std::string& connection) const {
  const std::optional<std::string> text = shelf_.read(connection);
  if (!text) return {};
  if (const auto mark = parse_mark(*text)) return *mark;
  log(LogLevel::kWarn, "serve",
      "what was remembered of the schedule of " + connection +
          " makes no sense; it counts from now on");
  return {};
}

void Dispatcher::keep(const std::string& connection, const ScheduleMark& before,
                      const ScheduleMark& after) {
  if (before != after) shelf_.write(connection, mark_text(after));
}

void Dispatcher::set_schedules(const std::map<std::string, std::optional<Schedule>>& schedules) {
  const sys_seconds now = clock_.now();
  for (const auto& [connection, entry] : entries_)
    if (!schedules.contains(connection) && !running_.contains(connection))
      keep(connection, entry.mark, seen(entry.mark, nullptr, now));
  std::map<std::string, Entry> entries;
  for (const auto& [connection, schedule] : schedules) {
    const ScheduleMark mark = mark_of(connection);
    if (schedule)
      entries.emplace(connection, Entry{*schedule, mark});
    else if (!running_.contains(connection))
      keep(connection, mark, seen(mark, nullptr, now));
  }
  entries_ = std::move(entries);
}

// A retry waits by the clock, which may have been set back meanwhile.
bool Dispatcher::is_held_back(const std::string& connection, sys_seconds now) {
  const auto held = not_before_.find(connection);
  if (held == not_before_.end()) return false;
  if (held->second > now && held->second - now <= kTryAgainAfter) return true;
  not_before_.erase(held);
  return false;
}

// Of connections that are not running. The marks are brought up to date.
std::vector<PlannedRun> Dispatcher::due_now(sys_seconds now) {
  std::vector<PlannedRun> all;
  for (auto& [connection, entry] : entries_) {
    // The run's process may be writing the mark.
    if (running_.contains(connection)) continue;
    const ScheduleMark mark = seen(entry.mark, &entry.schedule, now);
    keep(connection, entry.mark, mark);
    entry.mark = mark;
    const auto due_at = due(Timetable(entry.schedule, mark.first_seen), mark, now);
    if (due_at)
      all.push_back({connection, due_at, now - *due_at > kLate});
    else if (resumes_.contains(connection))
      all.push_back({connection, std::nullopt, false});
  }
  // Who has waited longest comes first; what was interrupted before everything.
  std::stable_sort(all.begin(), all.end(),
                   [](const PlannedRun& a, const PlannedRun& b) { return a.due < b.due; });
  return all;
}

std::vector<PlannedRun> Dispatcher::take(
    const std::function<std::string(const std::string& connection)>& blocked) {
  const sys_seconds now = clock_.now();
  waiting_.clear();
  std::vector<PlannedRun> taken;
  for (PlannedRun& run : due_now(now)) {
    if (running_.size() >= most_runs_) {
      waiting_[run.connection] =
          "due; waits for one of " + std::to_string(most_runs_) + " runs to end";
      continue;
    }
    std::string why = blocked(run.connection);
    if (why.empty() && is_held_back(run.connection, now))
      why = "another run of it was in the way; tried again soon";
    if (!why.empty()) {
      waiting_[run.connection] = "due; " + why;
      continue;
    }
    running_.emplace(run.connection, run);
    taken.push_back(std::move(run));
  }
  return taken;
}

void Dispatcher::ended(const PlannedRun& run, RunEnd end) {
  running_.erase(run.connection);
  const ScheduleMark mark = mark_of(run.connection);
  ScheduleMark after = mark;
  if (end == RunEnd::kNotBegun) {
    not_before_[run.connection] = clock_.now() + kTryAgainAfter;
  } else {
    resumes_.erase(run.connection);
    // It ended before it began: then there is nothing to expect of the next try either.
    if (run.due) after = served(mark, *run.due);
  }
  keep(run.connection, mark, after);
  const auto entry = entries_.find(run.connection);
  if (entry != entries_.end()) entry->second.mark = after;
}

std::optional<sys_seconds> Dispatcher::next_due(const std::string& connection) {
  const auto entry = entries_.find(connection);
  if (entry == entries_.end()) return std::nullopt;
  ScheduleMark mark = entry->second.mark;
  if (const auto run = running_.find(connection); run != running_.end() && run->second.due)
    mark = served(mark, *run->second.due);
  return host::next_due(Timetable(entry->second.schedule, mark.first_seen), mark, clock_.now());
}

}  // namespace ingest::host
