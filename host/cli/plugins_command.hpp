// plugins_command.hpp - "ingest plugins": what lies in the connector folders, what one of them is,
// whether it keeps to the contract, and the start of a new one.
#pragma once

#include "cli/options.hpp"
#include "diagnostics/failure.hpp"

namespace ingest::host {

void add_plugins_command(CLI::App& app, const CommonOptions& options, ExitStatus& status);
void add_plugins_new(CLI::App& plugins, const CommonOptions& common);

}  // namespace ingest::host
