// connection_removal.hpp - a connection taken away: its file, its secrets in the store, its state.
// One thread.
#pragma once

#include <cstddef>
#include <string>

#include "connection_files/connection_rename.hpp"

namespace ingest::host {

struct Removed {
  bool file = false;
  std::size_t secrets = 0;
  bool state = false;
};

// The file goes first: what a kill leaves of the rest, the same command takes away. The caller sees
// to it that the connection is not running.
Removed remove_connection(const ConnectionPlaces& places, const std::string& name,
                          StateStore::Runs runs);

}  // namespace ingest::host
