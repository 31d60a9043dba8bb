// run_record.hpp - what the history knows of one run. Plain data.
#pragma once

#include <ingest/v1/run.pb.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "diagnostics/failure.hpp"
#include "state/connection_state.hpp"

namespace ingest::host {

// The order of beginning, in all of a state directory; never used twice.
using RunNumber = std::int64_t;

enum class RunOutcome {
  kRunning,
  kComplete,
  kPartial,      // exit status 6
  kIncomplete,   // exit status 7
  kFailed,       // nothing was committed; the reason says why
  kInterrupted,  // by SIGINT or SIGTERM
  kKilled,       // its process went away without a word
};

// "complete", for people and for the database.
std::string_view name_of(RunOutcome outcome) noexcept;
std::optional<RunOutcome> run_outcome(std::string_view name) noexcept;

// What is known of a run before its first request.
struct RunStart {
  std::string connection;
  std::string run_id;
  std::string trigger;           // "manual", "schedule", "missed", "replay"
  std::string unit_noun;         // plural, for people: "projects"
  std::filesystem::path folder;  // OUT/<connection>/<run-id>, absolute: where its output will lie
  bool changes_state = true;     // a replay says nothing of the source, and leaves the state alone
  std::optional<StateTime> due = std::nullopt;  // by its schedule; none: nobody waited for it
  StateTime started_at = state_now();
};

// How a process that entered runs ended, for whoever saw to it and now speaks for it.
struct KnownDeath {
  std::int64_t pid = 0;  // as the runs were entered with
  StateTime since;       // it began no earlier than that
  ExitStatus status = ExitStatus::kInternal;
  std::string reason;  // a sentence
};

struct RunRecord {
  RunNumber number = 0;
  RunStart start;
  std::int64_t pid = 0;
  RunOutcome outcome = RunOutcome::kRunning;
  std::optional<StateTime> ended_at;  // of a killed run: when that was noticed
  std::optional<int> exit_status;     // none while it runs, nor of a killed run
  std::string reason;                 // why it failed; empty when it did not
  // As run.json has it, with the accounts of units in trouble only, twenty at most. Of a run that
  // committed nothing: what was known of it.
  v1::Run run;
};

}  // namespace ingest::host
