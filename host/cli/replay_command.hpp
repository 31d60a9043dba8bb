// replay_command.hpp - "ingest replay": recorded pages mapped again, without the network. One
// thread.
#pragma once

#include "cli/options.hpp"
#include "diagnostics/failure.hpp"

namespace ingest::host {

void add_replay_command(CLI::App& app, const CommonOptions& options, ExitStatus& status);

}  // namespace ingest::host
