// serve_command.hpp - "ingest serve": runs what is scheduled, until it is told to stop. One thread.
#pragma once

#include "cli/options.hpp"
#include "diagnostics/failure.hpp"

namespace ingest::host {

void add_serve_command(CLI::App& app, const CommonOptions& options, ExitStatus& status);

}  // namespace ingest::host
