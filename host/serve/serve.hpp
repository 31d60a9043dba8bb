// serve.hpp - the service: reads the connections, runs what is due, each run in a process of its
// own, until it is told to stop. One thread, which must live as long as the process.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "connection/connection.hpp"
#include "serve/connection_files.hpp"
#include "serve/dispatcher.hpp"
#include "serve/loop_clock.hpp"
#include "serve/running_runs.hpp"
#include "serve/status_board.hpp"
#include "serve/stop_bell.hpp"
#include "state/process_lock.hpp"
#include "state/state_store.hpp"

namespace ingest::host {

struct ServeSettings {
  std::filesystem::path config_dir;
  std::filesystem::path state_dir;
  std::size_t most_runs = 2;
  // A process that makes this run of the connection.
  std::function<RunningRuns::Launch(const PlannedRun& run, const Connection& connection)> launch;
};

class Serve {
 public:
  // Takes the state directory for itself. Throws a Failure: kLocked when another serve has it.
  Serve(ServeSettings settings, StopBell& bell);

  // Returns once it was told to stop and its runs have ended; false when it was told a second time
  // and killed them.
  bool run();

  const StatusBoard& board() const noexcept { return board_; }
  std::size_t connections() const noexcept { return files_.connections().size(); }

 private:
  using Steady = std::chrono::steady_clock;

  void step();
  void read_files();
  void collect();
  void finish(const RunningRuns::Ended& ended);
  void enter_failed(const std::string& connection, const std::string& why);
  void look_for_interrupted();
  void start_due();
  void start(const PlannedRun& run);
  std::string blocked(const std::string& connection);
  void enter_states();
  void gather();
  ConnectionStatus status_of(const Connection& connection,
                             const std::map<std::string, StateEntry>& states);
  bool stop();
  std::chrono::sys_seconds wake_at();
  std::optional<RunRecord> last_run(const std::string& connection);

  ServeSettings settings_;
  StopBell& bell_;
  StateLock lock_;
  StateStore store_;
  LoopClock clock_;
  ConnectionFiles files_;
  Dispatcher dispatcher_;
  RunningRuns runs_;
  StatusBoard board_;

  StateTime started_at_ = state_now();
  Steady::time_point files_read_all_{};
  Steady::time_point gathered_{};
  bool stopping_ = false;
  std::string store_fault_;
  std::set<std::string> maybe_interrupted_;  // before this serve was started
  std::map<std::string, std::map<RunOutcome, std::uint64_t>> ended_;
  std::map<std::string, StateTime> last_complete_;
};

}  // namespace ingest::host
