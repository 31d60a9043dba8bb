// ingest_run.hpp - one run of one connection, from its lock to its commit.
#pragma once

#include <ingest/v1/run.pb.h>

#include <filesystem>

#include "run/progress.hpp"
#include "run/run_connector.hpp"
#include "run/run_request.hpp"

namespace ingest::host {

struct CommittedRun {
  v1::Run run;
  std::filesystem::path folder;
};

// Reads everything, writes it, makes it the connection's latest run. Status and exit status are in
// the run. Throws a Failure when there is nothing to commit: then the latest run is what it was.
// Threads are started and joined within; progress is told on the caller's.
CommittedRun execute_run(RunConnector& connector, const RunRequest& request, Progress& progress);

}  // namespace ingest::host
