// connections_command.hpp - "ingest connections": a connection's life on the command line. One file
// a subcommand. One thread.
#pragma once

#include "cli/options.hpp"
#include "connection_files/connection_rename.hpp"
#include "diagnostics/failure.hpp"

namespace ingest::host {

void add_connections_command(CLI::App& app, const CommonOptions& options, ExitStatus& status);

// What the subcommands work on. Opening it goes on with a rename that was broken off, and tells.
class ConnectionWorkplace {
 public:
  explicit ConnectionWorkplace(const CommonOptions& options);

  const Surroundings& surroundings() const noexcept { return surroundings_; }
  SecretStore& secrets() noexcept { return secrets_; }
  StateStore& states() noexcept { return states_; }
  ConnectionPlaces places() noexcept { return {surroundings_.config_dir, secrets_, states_}; }

 private:
  Surroundings surroundings_;
  SecretStore secrets_;
  StateStore states_;
};

// Of the subcommands, each in connections_<name>.cc.
void add_connections_add(CLI::App& connections, const CommonOptions& options, ExitStatus& status);
void add_connections_edit(CLI::App& connections, const CommonOptions& options, ExitStatus& status);
void add_connections_list(CLI::App& connections, const CommonOptions& options);
void add_connections_remove(CLI::App& connections, const CommonOptions& options);
void add_connections_rename(CLI::App& connections, const CommonOptions& options);
void add_connections_show(CLI::App& connections, const CommonOptions& options);

}  // namespace ingest::host
