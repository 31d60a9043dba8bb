// running_runs.hpp - the runs that serve has started: their processes, what they say, and how they
// end. Belongs to the thread that lives as long as the process: its runs end with it.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "serve/child_process.hpp"
#include "serve/dispatcher.hpp"

namespace ingest::host {

class RunningRuns {
 public:
  // How to start the process of a run; what is handed to it is closed by the destructor.
  struct Launch {
    ChildCommand command;
    std::shared_ptr<void> handed;
  };
  using Launcher = std::function<Launch(const PlannedRun& run)>;

  struct Ended {
    PlannedRun run;
    pid_t pid = 0;
    ChildEnd end;
    std::string last_error;  // what it ended with, by its own words; may be empty
  };

  // run_id_of: what the history calls the run of a process, if it knows it.
  RunningRuns(Launcher launch,
              std::function<std::string(const std::string& connection, pid_t pid)> run_id_of)
      : launch_(std::move(launch)), run_id_of_(std::move(run_id_of)) {}

  // Throws a Failure when no process can be started.
  void start(const PlannedRun& run);
  // Passes on what they say, and tells of those that have ended. Never waits.
  std::vector<Ended> collect();
  void signal_all(int number);

  bool empty() const noexcept { return runs_.empty(); }
  std::vector<int> descriptors() const;  // to be polled
  std::map<std::string, pid_t> pids() const;

 private:
  struct Run {
    PlannedRun plan;
    std::unique_ptr<ChildProcess> process;
    std::string run_id;
    std::string last_error;
  };
  void pass_on(Run& run, const std::vector<std::string>& lines);
  void pass_rest_on(Run& run);

  Launcher launch_;
  std::function<std::string(const std::string&, pid_t)> run_id_of_;
  std::map<std::string, Run> runs_;
};

}  // namespace ingest::host
