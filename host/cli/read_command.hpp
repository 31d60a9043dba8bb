// read_command.hpp - "ingest read": length-delimited protobuf as NDJSON. One thread.
#pragma once

#include "cli/options.hpp"
#include "diagnostics/failure.hpp"

namespace ingest::host {

void add_read_command(CLI::App& app, const CommonOptions& options, ExitStatus& status);

}  // namespace ingest::host
