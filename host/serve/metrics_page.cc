// metrics_page.cc - see metrics_page.hpp.
#include "serve/metrics_page.hpp"

#include <array>
#include <functional>

#include "serve/metrics_text.hpp"

namespace ingest::host {
namespace {

using Kind = MetricsText::Kind;

constexpr std::array<ConnectionState, 7> kStates = {
    ConnectionState::kRegistered, ConnectionState::kScheduled, ConnectionState::kProcessing,
    ConnectionState::kProcessed,  ConnectionState::kFailed,    ConnectionState::kIncomplete,
    ConnectionState::kInactive};
constexpr std::array<RunOutcome, 6> kOutcomes = {RunOutcome::kComplete,    RunOutcome::kPartial,
                                                 RunOutcome::kIncomplete,  RunOutcome::kFailed,
                                                 RunOutcome::kInterrupted, RunOutcome::kKilled};

double seconds_of(StateTime when) {
  return static_cast<double>(when.time_since_epoch().count()) / 1000.0;
}

void add_serve(MetricsText& out, const ServeStatus& status) {
  out.begin("ingest_build_info", Kind::kGauge, "1, labelled with the version of ingest.");
  out.add({{"version", status.version}}, std::uint64_t{1});
  out.begin("ingest_serve_start_time_seconds", Kind::kGauge,
            "When ingest serve was started, in seconds since 1970.");
  out.add({}, seconds_of(status.started_at));
  out.begin("ingest_serve_state_store_up", Kind::kGauge, "1 when the state store answers.");
  out.add({}, std::uint64_t{status.store_fault.empty() ? 1U : 0U});
  out.begin("ingest_runs_running", Kind::kGauge, "Runs under way that serve started.");
  out.add({}, std::uint64_t{status.running});
  out.begin("ingest_runs_waiting", Kind::kGauge, "Connections that are due and wait for others.");
  out.add({}, std::uint64_t{status.waiting});
  out.begin("ingest_runs_limit", Kind::kGauge, "Runs that serve lets run at a time.");
  out.add({}, std::uint64_t{status.most_runs});
  out.begin("ingest_connections", Kind::kGauge, "Connections whose files are in use.");
  out.add({}, std::uint64_t{status.connections.size()});
  out.begin("ingest_connection_files_refused", Kind::kGauge,
            "Files of the connections folder that can't be used.");
  out.add({}, std::uint64_t{status.faults.size()});
}

void add_states(MetricsText& out, const ServeStatus& status) {
  out.begin("ingest_connection_state", Kind::kGauge,
            "1 for the state that the connection is in, 0 for the others.");
  for (const ConnectionStatus& each : status.connections)
    for (const ConnectionState state : kStates)
      out.add({{"connection", each.name}, {"state", name_of(state)}},
              std::uint64_t{each.state && each.state->state == state ? 1U : 0U});
  out.begin("ingest_connection_state_since_timestamp_seconds", Kind::kGauge,
            "Since when the connection is in its state.");
  for (const ConnectionStatus& each : status.connections)
    if (each.state) out.add({{"connection", each.name}}, seconds_of(each.state->since));
  out.begin("ingest_connection_next_due_timestamp_seconds", Kind::kGauge,
            "When the connection is due next; absent when it never is.");
  for (const ConnectionStatus& each : status.connections)
    if (each.next_due)
      out.add({{"connection", each.name}},
              static_cast<double>(each.next_due->time_since_epoch().count()));
  out.begin("ingest_connection_running", Kind::kGauge, "1 while serve runs the connection.");
  for (const ConnectionStatus& each : status.connections)
    out.add({{"connection", each.name}}, std::uint64_t{each.pid ? 1U : 0U});
  out.begin("ingest_runs_total", Kind::kCounter,
            "Runs that ended since serve was started and that serve began, by how they ended.");
  for (const ConnectionStatus& each : status.connections)
    for (const RunOutcome outcome : kOutcomes) {
      const auto count = each.ended.find(outcome);
      out.add({{"connection", each.name}, {"result", name_of(outcome)}},
              count == each.ended.end() ? 0 : count->second);
    }
}

// A number of each connection's last run that has ended.
void add_last(MetricsText& out, const ServeStatus& status, std::string_view name,
              std::string_view help, const std::function<double(const RunRecord&)>& number) {
  out.begin(name, Kind::kGauge, help);
  for (const ConnectionStatus& each : status.connections)
    if (each.last_run && each.last_run->ended_at)
      out.add({{"connection", each.name}}, number(*each.last_run));
}

void add_last_runs(MetricsText& out, const ServeStatus& status) {
  out.begin("ingest_last_run_start_timestamp_seconds", Kind::kGauge,
            "When the run that began last began, by whomever.");
  for (const ConnectionStatus& each : status.connections)
    if (each.last_run)
      out.add({{"connection", each.name}}, seconds_of(each.last_run->start.started_at));
  add_last(out, status, "ingest_last_run_end_timestamp_seconds", "When the last run ended.",
           [](const RunRecord& run) { return seconds_of(*run.ended_at); });
  add_last(out, status, "ingest_last_run_duration_seconds", "How long the last run took.",
           [](const RunRecord& run) {
             return seconds_of(*run.ended_at) - seconds_of(run.start.started_at);
           });
  out.begin("ingest_last_run_result", Kind::kGauge,
            "1 for how the last run ended, 0 for the others.");
  for (const ConnectionStatus& each : status.connections)
    if (each.last_run && each.last_run->ended_at)
      for (const RunOutcome outcome : kOutcomes)
        out.add({{"connection", each.name}, {"result", name_of(outcome)}},
                std::uint64_t{each.last_run->outcome == outcome ? 1U : 0U});
  out.begin("ingest_last_complete_run_timestamp_seconds", Kind::kGauge,
            "When the last run that was complete ended.");
  for (const ConnectionStatus& each : status.connections)
    if (each.last_complete) out.add({{"connection", each.name}}, seconds_of(*each.last_complete));
}

void add_last_counts(MetricsText& out, const ServeStatus& status) {
  const auto last = [&](std::string_view name, std::string_view help, auto number) {
    add_last(out, status, name, help,
             [number](const RunRecord& run) { return static_cast<double>(number(run.run)); });
  };
  last("ingest_last_run_rows", "Rows that the last run received.",
       [](const v1::Run& run) { return run.rows().received(); });
  last("ingest_last_run_findings", "Findings that the last run wrote.",
       [](const v1::Run& run) { return run.rows().emitted(); });
  last("ingest_last_run_assets", "Assets that the last run wrote.",
       [](const v1::Run& run) { return run.assets(); });
  last("ingest_last_run_dead_letters", "Rows that the last run could not map.",
       [](const v1::Run& run) { return run.rows().dead_lettered(); });
  last("ingest_last_run_requests", "Requests of the last run, repetitions not counted.",
       [](const v1::Run& run) { return run.http().requests(); });
  last("ingest_last_run_retries", "Requests that the last run repeated.",
       [](const v1::Run& run) { return run.http().retries(); });
  last("ingest_last_run_received_bytes", "Bytes of answers that the last run received.",
       [](const v1::Run& run) { return run.http().bytes_received(); });
}

}  // namespace

std::string metrics_page(const ServeStatus& status) {
  MetricsText out;
  add_serve(out, status);
  add_states(out, status);
  add_last_runs(out, status);
  add_last_counts(out, status);
  return out.text();
}

}  // namespace ingest::host
