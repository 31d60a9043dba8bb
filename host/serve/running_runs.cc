// running_runs.cc - see running_runs.hpp.
#include "serve/running_runs.hpp"

#include <cstdio>
#include <utility>

#include "diagnostics/log.hpp"
#include "diagnostics/redactor.hpp"
#include "serve/child_lines.hpp"

namespace ingest::host {
namespace {

// Of one that has ended: something that it started may hold its stderr open, and go on talking.
constexpr int kLastReads = 16;

}  // namespace

void RunningRuns::start(const PlannedRun& plan) {
  Launch launch = launch_(plan);
  Run run;
  run.plan = plan;
  run.process = std::make_unique<ChildProcess>(std::move(launch.command));
  runs_.emplace(plan.connection, std::move(run));
}

void RunningRuns::pass_on(Run& run, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    if (line.empty()) continue;
    if (std::string error = error_in(line); !error.empty()) run.last_error = std::move(error);
    if (names_its_connection(line)) {
      const std::string whole = redactor().apply(line) + "\n";
      std::fwrite(whole.data(), 1, whole.size(), stderr);
      continue;
    }
    if (run.run_id.empty()) run.run_id = run_id_of_(run.plan.connection, run.process->pid());
    const LogEntry entry = entry_of(line, log_options().format, run.plan.connection);
    log(entry.level, "run", entry.message, {run.plan.connection, run.run_id});
  }
}

void RunningRuns::pass_rest_on(Run& run) {
  for (int i = 0; i < kLastReads; ++i) {
    const std::vector<std::string> lines = run.process->read_lines();
    pass_on(run, lines);
    if (lines.empty()) return;
  }
}

std::vector<RunningRuns::Ended> RunningRuns::collect() {
  std::vector<Ended> all;
  for (auto at = runs_.begin(); at != runs_.end();) {
    Run& run = at->second;
    pass_on(run, run.process->read_lines());
    const std::optional<ChildEnd> end = run.process->ended();
    if (!end) {
      ++at;
      continue;
    }
    pass_rest_on(run);
    all.push_back({run.plan, run.process->pid(), *end, run.last_error});
    at = runs_.erase(at);
  }
  return all;
}

void RunningRuns::signal_all(int number) {
  for (auto& [connection, run] : runs_) run.process->signal(number);
}

std::vector<int> RunningRuns::descriptors() const {
  std::vector<int> all;
  for (const auto& [connection, run] : runs_) all.push_back(run.process->errors());
  return all;
}

std::map<std::string, pid_t> RunningRuns::pids() const {
  std::map<std::string, pid_t> all;
  for (const auto& [connection, run] : runs_) all.emplace(connection, run.process->pid());
  return all;
}

}  // namespace ingest::host
