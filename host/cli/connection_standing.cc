// connection_standing.cc - see connection_standing.hpp.
#include "cli/connection_standing.hpp"

#include <boost/json.hpp>

#include "connection/credential_expiry.hpp"
#include "diagnostics/plain_text.hpp"
#include "schedule/schedule_mark.hpp"
#include "schedule/timetable.hpp"

namespace ingest::host {
namespace {

std::chrono::sys_seconds seconds_of(StateTime when) {
  return std::chrono::floor<std::chrono::seconds>(when);
}

std::optional<StateTime> next_run_of(const Connection& connection, StateStore& states,
                                     StateTime now) {
  if (!connection.active || !connection.schedule) return std::nullopt;
  const auto second = seconds_of(now);
  // As 'ingest serve' has it, or would: 'every' without a start counts from when it was first seen.
  const auto known = states.schedule_mark(connection.name);
  const auto parsed = known ? parse_mark(*known) : std::nullopt;
  const ScheduleMark mark = seen(parsed ? *parsed : ScheduleMark{}, &*connection.schedule, second);
  const auto next = next_due(Timetable(*connection.schedule, mark.first_seen), mark, second);
  if (!next) return std::nullopt;
  return StateTime(*next);
}

}  // namespace

Standing standing_of(ConnectionFile file, StateStore& states, StateTime now) {
  Standing standing;
  standing.file = std::move(file);
  const std::string& name = standing.file.name;
  standing.state = "New";
  standing.why = "no command has seen it yet";
  if (const auto entry = states.state_of(name)) {
    standing.state = name_of(entry->state);
    standing.since = entry->since;
    standing.why = entry->why;
  }
  RunQuery query;
  query.connection = name;
  query.limit = 1;
  if (auto runs = states.runs(query); !runs.empty()) standing.last_run = std::move(runs.front());
  if (!standing.file.connection) return standing;
  const Connection& connection = *standing.file.connection;
  const std::string inactive(name_of(ConnectionState::kInactive));
  if (connection.active != (standing.state != inactive) && standing.state != "Processing") {
    standing.since.reset();
    standing.why = "'status' in its file says so";
    standing.state = connection.active ? name_of(ConnectionState::kRegistered) : inactive;
  }
  standing.next_run = next_run_of(connection, states, now);
  for (const auto& [field, expires] : states.expiries(name))
    if (expires_soon(seconds_of(expires), seconds_of(now)))
      standing.warnings.push_back(
          expiry_sentence("config." + field, seconds_of(expires), seconds_of(now)));
  return standing;
}

boost::json::object standing_json(const Standing& standing) {
  const auto time = [](const std::optional<StateTime>& when) -> boost::json::value {
    if (!when) return nullptr;
    return boost::json::string(rfc3339(*when));
  };
  boost::json::object all;
  all["state"] = standing.state;
  all["since"] = time(standing.since);
  all["why"] = plain_text(standing.why);
  all["next_run"] = time(standing.next_run);
  all["last_run"] = nullptr;
  if (standing.last_run) {
    const RunRecord& run = *standing.last_run;
    boost::json::object last;
    last["run_id"] = run.start.run_id;
    last["started_at"] = rfc3339(run.start.started_at);
    last["ended_at"] = time(run.ended_at);
    last["outcome"] = name_of(run.outcome);
    last["findings"] = run.run.rows().emitted();
    last["reason"] = plain_text(run.reason);
    all["last_run"] = std::move(last);
  }
  boost::json::array warnings;
  for (const std::string& warning : standing.warnings) warnings.emplace_back(plain_text(warning));
  all["warnings"] = std::move(warnings);
  return all;
}

std::string last_run_text(const Standing& standing) {
  if (!standing.last_run) return "-";
  const RunRecord& run = *standing.last_run;
  std::string text = rfc3339(run.start.started_at) + " " + std::string(name_of(run.outcome));
  if (run.outcome == RunOutcome::kComplete || run.outcome == RunOutcome::kPartial ||
      run.outcome == RunOutcome::kIncomplete)
    text += ", " + std::to_string(run.run.rows().emitted()) + " findings";
  return text;
}

}  // namespace ingest::host
