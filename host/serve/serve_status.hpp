// serve_status.hpp - what serve knows at one moment, for those who watch. Plain data, and no secret
// in it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "state/connection_state.hpp"
#include "state/run_record.hpp"

namespace ingest::host {

struct ConnectionStatus {
  std::string name;
  bool active = true;
  std::optional<StateEntry> state;
  std::optional<std::chrono::sys_seconds> next_due;
  std::string waiting;                // why what is due does not run; empty: nothing waits
  std::optional<std::int64_t> pid;    // of its run, when serve runs it
  std::optional<RunRecord> last_run;  // the one that began last, whoever began it
  std::optional<StateTime> last_complete;
  // Since serve was started, and by serve: runs by how they ended.
  std::map<RunOutcome, std::uint64_t> ended;
};

struct ServeStatus {
  std::string version;
  std::int64_t pid = 0;
  StateTime started_at;
  StateTime looked_at;  // by the clock, when this was gathered
  bool stopping = false;
  std::size_t most_runs = 0;
  std::size_t running = 0;
  std::size_t waiting = 0;
  std::vector<ConnectionStatus> connections;            // by name
  std::map<std::filesystem::path, std::string> faults;  // files that are not used
  std::string store_fault;                              // empty: the state store answers
};

}  // namespace ingest::host
