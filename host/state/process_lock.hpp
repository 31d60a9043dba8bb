// process_lock.hpp - what only one process may do at a time, and who does it: a file that holds the
// process's id, locked with flock. The kernel lets go when the process ends in whatever way; the
// file stays. One thread.
#pragma once

#include <filesystem>
#include <string>

#include "output/file.hpp"

namespace ingest::host {

// Held while a connection is run, whatever the run's output folder. STATE/locks/NAME.lock; the
// shards of one connection share it, and have NAME@SHARD.lock for themselves.
class ConnectionLock {
 public:
  // shard: "2/4", or empty for a run of the whole. A Failure (kLocked) that names the holder's
  // process id when another one has it.
  ConnectionLock(const std::filesystem::path& state_dir, const std::string& connection,
                 const std::string& shard = {});

 private:
  File file_;
  File shard_;
};

// Held by the one "ingest serve" of a state directory. STATE/serve.lock
class StateLock {
 public:
  explicit StateLock(const std::filesystem::path& state_dir);

 private:
  File file_;
};

}  // namespace ingest::host
