// status_page.cc - see status_page.hpp.
#include "serve/status_page.hpp"

#include <boost/json.hpp>

#include "connection/time_text.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"

namespace ingest::host {
namespace {

namespace json = boost::json;

std::string safe(const std::string& text) { return plain_text(redactor().apply(text)); }

json::value time_or_null(const std::optional<StateTime>& when) {
  if (!when) return nullptr;
  return json::value(rfc3339(*when));
}

json::object json_of(const RunRecord& record) {
  json::object run;
  run["run_id"] = safe(record.start.run_id);
  run["trigger"] = safe(record.start.trigger);
  run["outcome"] = std::string(name_of(record.outcome));
  run["started_at"] = rfc3339(record.start.started_at);
  run["ended_at"] = time_or_null(record.ended_at);
  run["exit_status"] = record.exit_status ? json::value(*record.exit_status) : json::value(nullptr);
  run["reason"] = safe(record.reason);
  run["findings"] = record.run.rows().emitted();
  run["assets"] = record.run.assets();
  return run;
}

json::object json_of(const ConnectionStatus& connection) {
  json::object all;
  all["name"] = safe(connection.name);
  all["active"] = connection.active;
  all["state"] = connection.state ? json::value(std::string(name_of(connection.state->state)))
                                  : json::value(nullptr);
  all["since"] =
      connection.state ? json::value(rfc3339(connection.state->since)) : json::value(nullptr);
  all["why"] = connection.state ? safe(connection.state->why) : std::string();
  all["next_due"] =
      connection.next_due ? json::value(moment_text(*connection.next_due)) : json::value(nullptr);
  all["waiting"] = safe(connection.waiting);
  all["pid"] = connection.pid ? json::value(*connection.pid) : json::value(nullptr);
  all["last_run"] =
      connection.last_run ? json::value(json_of(*connection.last_run)) : json::value(nullptr);
  all["last_complete"] = time_or_null(connection.last_complete);
  return all;
}

}  // namespace

std::string status_page(const ServeStatus& status) {
  json::object all;
  all["version"] = status.version;
  all["pid"] = status.pid;
  all["started_at"] = rfc3339(status.started_at);
  all["looked_at"] = rfc3339(status.looked_at);
  all["stopping"] = status.stopping;
  all["max_runs"] = status.most_runs;
  all["running"] = status.running;
  all["waiting"] = status.waiting;
  json::array connections;
  for (const ConnectionStatus& connection : status.connections)
    connections.push_back(json_of(connection));
  all["connections"] = std::move(connections);
  json::array faults;
  for (const auto& [file, why] : status.faults)
    faults.push_back(json::object{{"file", safe(file.string())}, {"why", safe(why)}});
  all["faults"] = std::move(faults);
  all["store_fault"] = safe(status.store_fault);
  return json::serialize(all) + "\n";
}

}  // namespace ingest::host
