// run_command.hpp - "ingest run": one run of one connection. One thread.
#pragma once

#include "cli/options.hpp"
#include "diagnostics/failure.hpp"

namespace ingest::host {

void add_run_command(CLI::App& app, const CommonOptions& options, ExitStatus& status);

}  // namespace ingest::host
