// connection_checks.hpp - a connection's checks, run and shown, for whoever needs to know whether a
// connection works. One thread.
#pragma once

#include <ingest/v1/check.pb.h>

#include <vector>

#include "diagnostics/failure.hpp"
#include "run/open_connection.hpp"

namespace ingest::host {

struct ChecksOutcome {
  std::vector<v1::CheckResult> results;  // as many as the connector describes, in that order
  ExitStatus status = ExitStatus::kOk;   // the first failed check decides
};

enum class ShowChecks { kNot, kOnStdout, kOnStderr };

// Each shown as it ends. Throws a Failure when they come to no end, or are other than described.
ChecksOutcome run_checks(OpenConnection& open, ShowChecks where);

}  // namespace ingest::host
