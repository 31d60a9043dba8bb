// connection_rename.hpp - another name for a connection: its file, its secrets, its states and
// history; and the end of a rename that was killed.
//
// What is about to be done is written down first, in CONFIG/connections/.rename. Until the new file
// is there the old one is whole and works; from then on the new one does. Whoever comes next goes
// on, or takes back, what was begun. The output folder stays under the old name: runs that were
// delivered are others' to read. One thread.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "secrets/secret_store.hpp"
#include "state/state_store.hpp"

namespace ingest::host {

struct ConnectionPlaces {
  std::filesystem::path config_dir;
  SecretStore& secrets;
  StateStore& states;
};

// Told of each step before it is taken; for tests, which end there.
using BeforeStep = std::function<void(int step)>;

// The caller sees to it that the connection is not running. Throws a Failure.
void rename_connection(const ConnectionPlaces& places, const std::string& from,
                       const std::string& to, const BeforeStep& before = {});

// Whether a rename was left unfinished. Cheap.
bool rename_is_open(const std::filesystem::path& config_dir);

// Finishes or takes back what an earlier process left, and says which in a sentence; nothing when
// there is nothing.
std::optional<std::string> finish_rename(const ConnectionPlaces& places,
                                         const BeforeStep& before = {});

}  // namespace ingest::host
