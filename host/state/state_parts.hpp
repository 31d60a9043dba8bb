// state_parts.hpp - what StateStore consists of, for its own files only. Its mutex is held by
// whoever uses the rest.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "state/database.hpp"
#include "state/live_runs.hpp"
#include "state/state_store.hpp"

namespace ingest::host {

struct StateStore::Parts {
  explicit Parts(const std::filesystem::path& state_dir)
      : database(state_dir / "state.db"), live(state_dir / "runs.lock") {}

  // Inside a transaction.
  std::optional<StateEntry> current(const std::string& connection);
  void append(const std::string& connection, ConnectionState state, const std::string& why,
              StateTime when);
  void set_last_due(const std::string& connection, StateTime due);
  std::optional<std::string> schedule_mark(const std::string& connection);
  void set_schedule_mark(const std::string& connection, const std::string& mark);
  // The state that a run leaves behind.
  void enter_after(const RunRecord& record, ConnectionState state, const std::string& why,
                   StateTime when);

  std::mutex mutex;
  Database database;
  LiveRuns live;
};

inline std::int64_t count_of(StateTime when) { return when.time_since_epoch().count(); }
inline StateTime time_of(std::int64_t count) { return StateTime(std::chrono::milliseconds(count)); }

// Redacted, without control characters, bounded.
std::string kept_text(const std::string& text);

}  // namespace ingest::host
