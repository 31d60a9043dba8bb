// runs_command.hpp - "ingest runs": the history. One thread.
#pragma once

#include <string>

#include "cli/options.hpp"
#include "state/state_store.hpp"

namespace ingest::host {

void add_runs_command(CLI::App& app, const CommonOptions& options);

// Its parts, each in a file of its own.
void add_runs_list(CLI::App& runs, const CommonOptions& options);
void add_runs_show(CLI::App& runs, const CommonOptions& options);
void add_runs_prune(CLI::App& runs, const CommonOptions& options);

// CONNECTION of these commands: a name, which need not exist any more, or the path of a file.
// Throws a Failure when the history knows nothing of it.
std::string connection_in_history(const std::string& argument, const CommonOptions& options,
                                  StateStore& store);

}  // namespace ingest::host
