// death_report.hpp - how a worker's end is told: whose fault, in which call, on which page, by
// what. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "connection/worker_limits.hpp"
#include "diagnostics/failure.hpp"
#include "worker/box_reader.hpp"
#include "worker/worker_process.hpp"

namespace ingest::host {

// Why the supervisor ended it.
struct Stopped {
  enum class Why { kNot, kSilent, kMemory, kThreads };
  Why why = Why::kNot;
  std::optional<CallUnderWay> call;  // the one that was silent
  std::uint64_t resident = 0;        // bytes, when it took too much
  std::uint64_t threads = 0;         // when it had too many
};

struct WorkerDeath {
  std::string connector;                 // its id
  std::filesystem::path connector_file;  // as it was vetted
  WorkerLimits limits;
  WorkerEnd end;
  std::optional<Death> said;  // by the worker itself
  BoxState state;             // as it was when it ended
  Stopped stopped;
};

// kConnector when the connector is at fault, kInternal when this program or the machine is.
Failure failure_of(const WorkerDeath& death);

}  // namespace ingest::host
