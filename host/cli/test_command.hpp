// test_command.hpp - "ingest test": a connection's checks, each shown as it ends.
#pragma once

#include "cli/options.hpp"
#include "diagnostics/failure.hpp"

namespace ingest::host {

// The command's exit status goes to status.
void add_test_command(CLI::App& app, const CommonOptions& options, ExitStatus& status);

}  // namespace ingest::host
