// probe_spawn.hpp - starts a probing child: `ingest __probe PATH` with nothing of this process but
// the file and a pipe. Thread-safe.
#pragma once

#include <sys/types.h>

#include <filesystem>

namespace ingest::host {

struct SpawnedProbe {
  pid_t pid = -1;  // leads a session of its own; the caller ends and reaps it
  int pipe = -1;   // what it says; does not block; the caller's to close
};

// file: a descriptor of what is to be looked at; path: its name, for messages. Throws
// std::system_error.
SpawnedProbe spawn_probe(const std::filesystem::path& program, const std::filesystem::path& path,
                         int file);

}  // namespace ingest::host
