// secrets_remove.cc - "ingest secrets remove": a secret out of the store.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/run_execution.hpp"
#include "cli/secrets_command.hpp"
#include "connection/reference_users.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"
#include "secrets/secret_store.hpp"

namespace ingest::host {
namespace {

void remove(const std::string& name, bool force, const CommonOptions& common) {
  check_secret_name(name);
  const Surroundings surroundings = surroundings_of(common);
  SecretStore store(surroundings.state_dir);
  if (!store.has(name)) {
    std::vector<std::string> names;
    for (const StoredSecret& one : store.list()) names.push_back(one.name);
    throw Failure(ExitStatus::kConfig,
                  "the secret store " + store.file().string() + " holds no " + name,
                  suggestion(name, names));
  }
  const auto users = reference_users(surroundings.config_dir, Reference::Kind::kStore);
  const auto found = users.find(name);
  const std::string used_by =
      found == users.end() ? std::string()
                           : plain_text(joined({found->second.begin(), found->second.end()}));
  if (!used_by.empty() && !force)
    throw Failure(ExitStatus::kConfig, name + " is used by " + used_by + ", and was not removed",
                  "change what refers to it first, or say --force: then they can't run");
  store.remove(name);
  if (common.quiet) return;
  write_stderr("removed " + name + "\n");
  if (!used_by.empty())
    write_stderr("warning: " + used_by + " still refers to it, and can't run until it is set\n");
}

}  // namespace

void add_secrets_remove(CLI::App& secrets, const CommonOptions& common) {
  CLI::App* command =
      secrets.add_subcommand("remove",
                             "forget a secret; one that a connection uses only with --force\n\n"
                             "  ingest secrets remove acme-sca/api_key");
  auto name = std::make_shared<std::string>();
  auto force = std::make_shared<bool>(false);
  command->add_option("NAME/key", *name, "as 'ingest secrets list' shows it")->required();
  command->add_flag("--force", *force, "also when a connection file still refers to it");
  command->callback([name, force, &common] { remove(*name, *force, common); });
}

}  // namespace ingest::host
