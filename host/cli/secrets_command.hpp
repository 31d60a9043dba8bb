// secrets_command.hpp - "ingest secrets": the encrypted store behind ${secret:NAME/key}. One
// thread.
#pragma once

#include "cli/options.hpp"

namespace ingest::host {

void add_secrets_command(CLI::App& app, const CommonOptions& options);

// Of the subcommands, each in secrets_<name>.cc.
void add_secrets_list(CLI::App& secrets, const CommonOptions& options);
void add_secrets_rekey(CLI::App& secrets, const CommonOptions& options);
void add_secrets_remove(CLI::App& secrets, const CommonOptions& options);
void add_secrets_set(CLI::App& secrets, const CommonOptions& options);

}  // namespace ingest::host
