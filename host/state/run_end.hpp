// run_end.hpp - how a run ended, as the history puts it. One thread.
#pragma once

#include <optional>
#include <string>

#include "diagnostics/failure.hpp"
#include "state/run_record.hpp"

namespace ingest::host {

struct RunEnd {
  RunOutcome outcome = RunOutcome::kFailed;
  std::optional<int> exit_status;
  std::string reason;
  std::string why;  // of the connection's state
  v1::Run run;      // what is kept of it
};

// Committed.
RunEnd end_of(const v1::Run& run);

// Not committed, and it said why.
RunEnd failed_end(ExitStatus status, const std::string& reason, const v1::Run& so_far);

// Its process is gone. The kill may have come between the commit and its entry here: then it is
// what its run.json says. death: of a process that somebody else speaks for; null: nobody does.
RunEnd end_without_a_word(const RunRecord& record, const KnownDeath* death = nullptr);

// Whether the run is one of that process.
bool is_of(const RunRecord& record, const KnownDeath& death) noexcept;

ConnectionState state_after(RunOutcome outcome) noexcept;

}  // namespace ingest::host
