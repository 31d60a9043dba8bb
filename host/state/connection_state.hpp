// connection_state.hpp - where a connection stands in its life, since when and why. Plain data.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ingest::host {

using StateTime = std::chrono::sys_time<std::chrono::milliseconds>;

inline StateTime state_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

enum class ConnectionState {
  kRegistered,  // saved; nothing is due
  kScheduled,   // a run is due at a known time
  kProcessing,  // a run is under way
  kProcessed,   // the last run is complete
  kFailed,      // the last run delivered nothing, or was killed
  kIncomplete,  // the last run delivered, but not everything: exit status 6 or 7
  kInactive,    // not to be run
};

// "Processed", for people and for the database.
std::string_view name_of(ConnectionState state) noexcept;
std::optional<ConnectionState> connection_state(std::string_view name) noexcept;

struct StateEntry {
  std::string connection;
  ConnectionState state = ConnectionState::kRegistered;
  StateTime since;
  std::string why;  // a sentence
};

// "2026-11-22T17:30:56Z": UTC, to the second.
std::string rfc3339(StateTime when);

}  // namespace ingest::host
