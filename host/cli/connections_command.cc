// connections_command.cc - see connections_command.hpp.
#include "cli/connections_command.hpp"

#include <CLI/CLI.hpp>

#include "cli/run_execution.hpp"

namespace ingest::host {

ConnectionWorkplace::ConnectionWorkplace(const CommonOptions& options)
    : surroundings_(surroundings_of(options)),
      secrets_(surroundings_.state_dir),
      states_(surroundings_.state_dir) {
  if (const auto told = finish_rename(places()); told && !options.quiet)
    write_stderr("note: " + *told + "\n");
}

void add_connections_command(CLI::App& app, const CommonOptions& options, ExitStatus& status) {
  CLI::App* connections = app.add_subcommand(
      "connections", "what is read, from where, when: made, tested, changed, taken away");
  connections->require_subcommand(1);
  add_connections_add(*connections, options, status);
  add_connections_list(*connections, options);
  add_connections_show(*connections, options);
  add_connections_edit(*connections, options, status);
  add_connections_rename(*connections, options);
  add_connections_remove(*connections, options);
}

}  // namespace ingest::host
