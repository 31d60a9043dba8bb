// plugins_check.hpp - "ingest plugins check": a connector held against the contract, for its
// author.
#pragma once

#include "cli/options.hpp"
#include "diagnostics/failure.hpp"

namespace ingest::host {

// Below plugins. status: kConnector when a case failed or crashed.
void add_plugins_check(CLI::App& plugins, const CommonOptions& options, ExitStatus& status);

}  // namespace ingest::host
