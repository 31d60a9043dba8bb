// plugins_command.hpp - "ingest plugins": what lies in the connector folders, what one of them is.
#pragma once

#include "cli/options.hpp"

namespace ingest::host {

void add_plugins_command(CLI::App& app, const CommonOptions& options);

}  // namespace ingest::host
