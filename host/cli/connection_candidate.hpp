// connection_candidate.hpp - a connection that is not saved yet: held against its connector and
// tested as it would be. One thread.
#pragma once

#include <filesystem>
#include <string>

#include "cli/options.hpp"
#include "connection_files/new_secrets.hpp"
#include "diagnostics/failure.hpp"
#include "state/state_store.hpp"

namespace ingest::host {

struct Candidate {
  std::filesystem::path file;  // where it will lie
  std::string name;
  std::string text;
};

// Without the network: the file, its values, its map. Throws a Failure (kConfig).
Connection check_candidate(const Candidate& candidate, const Surroundings& surroundings);

// With the secrets that are new, else those that are stored. Shows the checks on stderr, and what
// expires soon.
ExitStatus test_candidate(const Candidate& candidate, const NewSecrets& secrets,
                          const SecretStore& store, const Surroundings& surroundings);

// SIGINT or SIGTERM ended it, which it has said.
bool was_stopped(ExitStatus status) noexcept;

// "__check", by which a worker does that. Not shown in --help.
void add_check_command(CLI::App& app, const CommonOptions& common, ExitStatus& status);

// Once they are saved: when they expire, as far as they say so.
void note_expiries(const std::string& connection, const NewSecrets& secrets, StateStore& states);

}  // namespace ingest::host
