// serve_states.cc - the states that serve enters for connections, and what it shows. See serve.hpp.
#include <unistd.h>

#include <utility>

#include "connection/time_text.hpp"
#include "serve/serve.hpp"

namespace ingest::host {
namespace {

constexpr std::chrono::seconds kGatherEvery{5};
// As far as it is looked back for a run that was complete, at the start.
constexpr std::size_t kLookBack = 50;

struct Wanted {
  ConnectionState state = ConnectionState::kRegistered;
  std::string why;
};

std::map<std::string, StateEntry> by_name(std::vector<StateEntry> entries) {
  std::map<std::string, StateEntry> all;
  for (StateEntry& entry : entries) {
    const std::string name = entry.connection;
    all.emplace(name, std::move(entry));
  }
  return all;
}

// States that tell of the last run stay until the next one begins or has to wait.
bool tells_of_a_run(ConnectionState state) {
  return state == ConnectionState::kProcessing || state == ConnectionState::kProcessed ||
         state == ConnectionState::kFailed || state == ConnectionState::kIncomplete;
}

std::optional<Wanted> wanted_state(const Connection& connection, const StateEntry* now,
                                   const std::string& waiting,
                                   const std::optional<std::chrono::sys_seconds>& next_due) {
  if (now != nullptr && now->state == ConnectionState::kProcessing) return std::nullopt;
  if (!connection.active)
    return Wanted{ConnectionState::kInactive, "its file says 'status: inactive'"};
  if (!waiting.empty()) return Wanted{ConnectionState::kScheduled, waiting};
  if (now != nullptr && tells_of_a_run(now->state)) return std::nullopt;
  if (next_due) return Wanted{ConnectionState::kScheduled, "due " + moment_text(*next_due)};
  if (now != nullptr && now->state == ConnectionState::kRegistered) return std::nullopt;
  return Wanted{ConnectionState::kRegistered,
                connection.schedule ? "nothing more is due by its schedule" : "it has no schedule"};
}

}  // namespace

void Serve::enter_states() {
  const std::map<std::string, StateEntry> states = by_name(store_.states());
  for (const auto& [name, connection] : files_.connections()) {
    if (runs_.pids().contains(name)) continue;  // its run tells
    const auto state = states.find(name);
    const StateEntry* now = state == states.end() ? nullptr : &state->second;
    const auto waiting = dispatcher_.waiting().find(name);
    const std::optional<Wanted> wanted =
        wanted_state(connection, now, waiting == dispatcher_.waiting().end() ? "" : waiting->second,
                     dispatcher_.next_due(name));
    if (!wanted || (now != nullptr && now->state == wanted->state &&
                    (now->why == wanted->why || now->state == ConnectionState::kInactive)))
      continue;
    store_.enter(name, wanted->state, wanted->why);
    gathered_ = {};
  }
}

ConnectionStatus Serve::status_of(const Connection& connection,
                                  const std::map<std::string, StateEntry>& states) {
  const std::string& name = connection.name;
  ConnectionStatus status;
  status.name = name;
  status.active = connection.active;
  if (const auto state = states.find(name); state != states.end()) status.state = state->second;
  status.next_due = dispatcher_.next_due(name);
  if (const auto waiting = dispatcher_.waiting().find(name); waiting != dispatcher_.waiting().end())
    status.waiting = waiting->second;
  const bool known = last_complete_.contains(name);
  for (RunRecord& record : store_.runs({name, std::nullopt, known ? 2 : kLookBack})) {
    if (record.outcome == RunOutcome::kComplete && record.ended_at) {
      StateTime& last = last_complete_[name];
      last = std::max(last, *record.ended_at);
    }
    if (!status.last_run) status.last_run = std::move(record);
  }
  if (const auto last = last_complete_.find(name); last != last_complete_.end())
    status.last_complete = last->second;
  if (const auto ended = ended_.find(name); ended != ended_.end()) status.ended = ended->second;
  return status;
}

void Serve::gather() {
  const Steady::time_point now = Steady::now();
  if (gathered_ != Steady::time_point{} && now - gathered_ < kGatherEvery) return;
  ServeStatus status;
  status.version = INGEST_VERSION;
  status.pid = ::getpid();
  status.started_at = started_at_;
  status.looked_at = state_now();
  status.stopping = stopping_;
  status.most_runs = settings_.most_runs;
  status.running = dispatcher_.running();
  status.waiting = dispatcher_.waiting().size();
  status.faults = files_.faults();
  const std::map<std::string, StateEntry> states = by_name(store_.states());
  const std::map<std::string, pid_t> pids = runs_.pids();
  for (const auto& [name, connection] : files_.connections()) {
    status.connections.push_back(status_of(connection, states));
    if (const auto pid = pids.find(name); pid != pids.end())
      status.connections.back().pid = pid->second;
  }
  board_.post(std::move(status));
  gathered_ = now;
}

}  // namespace ingest::host
