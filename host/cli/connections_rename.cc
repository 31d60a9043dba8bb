// connections_rename.cc - "ingest connections rename": another name, with secrets and history.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/connections_command.hpp"
#include "cli/output.hpp"
#include "cli/run_execution.hpp"
#include "connection_files/connection_folder.hpp"
#include "state/process_lock.hpp"

namespace ingest::host {
namespace {

void rename(const std::string& from, const std::string& to, const CommonOptions& common) {
  ConnectionWorkplace place(common);
  const auto file = connection_file(place.surroundings().config_dir, to);
  existing_connection_file(place.surroundings().config_dir, from);
  const ConnectionLock running(place.surroundings().state_dir, from);
  rename_connection(place.places(), from, to);
  print(file.string() + "\n");
  if (!common.quiet)
    write_stderr("What was delivered stays under the old name: OUT/" + from +
                 ". The next run writes to OUT/" + to + ".\n");
}

}  // namespace

void add_connections_rename(CLI::App& connections, const CommonOptions& common) {
  CLI::App* command = connections.add_subcommand(
      "rename",
      "another name: file, secrets, state and history follow; what was delivered stays where it "
      "is\n\n  ingest connections rename acme acme-sca");
  auto from = std::make_shared<std::string>();
  auto to = std::make_shared<std::string>();
  command->add_option("OLD", *from, "what it is called")->required();
  command->add_option("NEW", *to, "what it is to be called")->required();
  command->callback([from, to, &common] { rename(*from, *to, common); });
}

}  // namespace ingest::host
