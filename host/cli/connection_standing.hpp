// connection_standing.hpp - where a connection stands: its file, its state, its runs, its
// credentials, for "connections list" and "show". One thread.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "connection_files/connection_folder.hpp"
#include "state/state_store.hpp"

namespace ingest::host {

struct Standing {
  ConnectionFile file;
  std::string state;  // for people
  std::optional<StateTime> since;
  std::string why;
  std::optional<StateTime> next_run;
  std::optional<RunRecord> last_run;
  std::vector<std::string> warnings;  // sentences; credentials that expire soon
};

// A file that was made inactive, or active, by hand counts as it says now.
Standing standing_of(ConnectionFile file, StateStore& states, StateTime now = state_now());

// State, next run, last run, warnings.
boost::json::object standing_json(const Standing& standing);

// "2026-11-27T02:00:04Z complete, 120 findings"
std::string last_run_text(const Standing& standing);

}  // namespace ingest::host
