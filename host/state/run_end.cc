// run_end.cc - see run_end.hpp.
#include "state/run_end.hpp"

#include "output/json_text.hpp"
#include "state/run_brief.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kRunJsonMax = std::size_t{64} << 20U;

RunOutcome outcome_of(const v1::Run& run) {
  switch (run.status()) {
    case v1::RUN_STATUS_COMPLETE:
      return RunOutcome::kComplete;
    case v1::RUN_STATUS_PARTIAL:
      return RunOutcome::kPartial;
    case v1::RUN_STATUS_INCOMPLETE:
      return RunOutcome::kIncomplete;
    default:
      return RunOutcome::kFailed;
  }
}

RunEnd killed(const RunRecord& record) {
  RunEnd end;
  end.outcome = RunOutcome::kKilled;
  end.reason = "its process (" + std::to_string(record.pid) +
               ") went away in the middle of it: killed, or the machine went down";
  end.why = "run " + record.start.run_id + ": " + end.reason;
  end.run = record.run;
  return end;
}

}  // namespace

RunEnd end_of(const v1::Run& run) {
  RunEnd end;
  end.outcome = outcome_of(run);
  end.exit_status = run.exit_status();
  end.why = sentence_on(run);
  end.run = brief_of(run);
  return end;
}

RunEnd failed_end(ExitStatus status, const std::string& reason, const v1::Run& so_far) {
  RunEnd end;
  end.outcome = status == ExitStatus::kInterrupted || status == ExitStatus::kTerminated
                    ? RunOutcome::kInterrupted
                    : RunOutcome::kFailed;
  end.exit_status = static_cast<int>(status);
  end.reason = reason;
  end.run = brief_of(so_far);
  return end;
}

bool is_of(const RunRecord& record, const KnownDeath& death) noexcept {
  return record.pid == death.pid && record.start.started_at >= death.since;
}

RunEnd end_without_a_word(const RunRecord& record, const KnownDeath* death) {
  try {
    const auto run = read_run_json(record.start.folder / "run.json", kRunJsonMax);
    if (run && run->run_id() == record.start.run_id) return end_of(*run);
  } catch (const Failure&) {  // it can't be read: then it can't be told
  }
  if (death == nullptr || !is_of(record, *death)) return killed(record);
  RunEnd end = failed_end(death->status, death->reason, record.run);
  end.why = "run " + record.start.run_id + ": " + death->reason;
  return end;
}

ConnectionState state_after(RunOutcome outcome) noexcept {
  switch (outcome) {
    case RunOutcome::kComplete:
      return ConnectionState::kProcessed;
    case RunOutcome::kPartial:
    case RunOutcome::kIncomplete:
      return ConnectionState::kIncomplete;
    default:
      return ConnectionState::kFailed;
  }
}

}  // namespace ingest::host
