// secrets_command.cc - see secrets_command.hpp.
#include "cli/secrets_command.hpp"

#include <CLI/CLI.hpp>

namespace ingest::host {

void add_secrets_command(CLI::App& app, const CommonOptions& options) {
  CLI::App* secrets = app.add_subcommand(
      "secrets", "the encrypted store: what ${secret:NAME/key} in a connection file stands for");
  secrets->require_subcommand(1);
  add_secrets_set(*secrets, options);
  add_secrets_list(*secrets, options);
  add_secrets_remove(*secrets, options);
  add_secrets_rekey(*secrets, options);
}

}  // namespace ingest::host
