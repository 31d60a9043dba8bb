// plugins_command.hpp - "ingest plugins": what lies in the connector folders, what one of them is, and
// the start of a new one.
#pragma once

#include "cli/options.hpp"

namespace ingest::host {

void add_plugins_command(CLI::App& app, const CommonOptions& options);
void add_plugins_new(CLI::App& plugins, const CommonOptions& common);

}  // namespace ingest::host
