// plugins_retry.hpp - "ingest plugins retry": what was found out about a connector is forgotten,
// and it is looked at again.
#pragma once

#include "cli/options.hpp"

namespace ingest::host {

void add_plugins_retry(CLI::App& plugins, const CommonOptions& options);

}  // namespace ingest::host
