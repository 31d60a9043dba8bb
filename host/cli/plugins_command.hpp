// plugins_command.hpp - "ingest plugins": what lies in the connector folders, what one of them is,
// whether it keeps to the contract.
#pragma once

#include "cli/options.hpp"
#include "diagnostics/failure.hpp"

namespace ingest::host {

void add_plugins_command(CLI::App& app, const CommonOptions& options, ExitStatus& status);

}  // namespace ingest::host
