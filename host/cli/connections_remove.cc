// connections_remove.cc - "ingest connections remove".
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "cli/connections_command.hpp"
#include "cli/dialogue.hpp"
#include "cli/run_execution.hpp"
#include "connection_files/connection_folder.hpp"
#include "connection_files/connection_removal.hpp"
#include "diagnostics/plain_text.hpp"
#include "output/file.hpp"
#include "state/process_lock.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

struct RemoveOptions {
  std::string name;
  bool yes = false;
  bool purge = false;
};

bool has_secrets(const SecretStore& store, const std::string& connection) {
  for (const StoredSecret& secret : store.list())
    if (secret.name.rfind(connection + "/", 0) == 0) return true;
  return false;
}

// Where the history says that its runs went: each .../<connection>/<run-id>. Nothing else is
// guessed, and no link followed.
std::vector<fs::path> output_folders(StateStore& states, const std::string& name) {
  std::vector<fs::path> folders;
  RunQuery query;
  query.connection = name;
  for (const RunRecord& run : states.runs(query)) {
    const fs::path folder = run.start.folder.parent_path();
    std::error_code error;
    if (folder.is_absolute() && folder.filename() == name &&
        fs::is_directory(fs::symlink_status(folder, error)) &&
        std::find(folders.begin(), folders.end(), folder) == folders.end())
      folders.push_back(folder);
  }
  return folders;
}

void confirm(const RemoveOptions& options, const std::vector<fs::path>& folders) {
  if (options.yes) return;
  if (!Dialogue::possible())
    throw Failure(ExitStatus::kUsage, "nobody is there to be asked; nothing was removed",
                  "say --yes to remove " + options.name);
  const Dialogue dialogue;
  std::string what = "Remove " + options.name + ": its file, its secrets in the store, its state";
  if (options.purge) what += ", its history";
  for (const fs::path& folder : folders) what += ", " + plain_text(folder.string(), 300);
  if (!dialogue.yes(what + "?", false))
    throw Failure(ExitStatus::kUsage, "not wanted; nothing was removed");
}

void remove(const RemoveOptions& options, const CommonOptions& common) {
  ConnectionWorkplace place(common);
  const fs::path& config_dir = place.surroundings().config_dir;
  // What a removal that was killed has left is removed too.
  if (!is_taken(connection_file(config_dir, options.name)) &&
      !place.states().state_of(options.name) && !has_secrets(place.secrets(), options.name))
    existing_connection_file(config_dir, options.name);
  const ConnectionLock running(place.surroundings().state_dir, options.name);
  const std::vector<fs::path> folders =
      options.purge ? output_folders(place.states(), options.name) : std::vector<fs::path>();
  confirm(options, folders);
  const Removed removed =
      remove_connection(place.places(), options.name,
                        options.purge ? StateStore::Runs::kGo : StateStore::Runs::kStay);
  for (const fs::path& folder : folders) remove_tree(folder);
  if (common.quiet) return;
  write_stderr("Removed " + options.name +
               (removed.secrets == 0 ? ""
                : removed.secrets == 1
                    ? " and its secret in the store"
                    : " and its " + std::to_string(removed.secrets) + " secrets in the store") +
               (options.purge ? ", its history and what it delivered.\n"
                              : ". Its history and what it delivered stay (--purge takes them "
                                "away).\n"));
}

}  // namespace

void add_connections_remove(CLI::App& connections, const CommonOptions& common) {
  CLI::App* command = connections.add_subcommand(
      "remove",
      "takes a connection away: its file, its secrets in the store, its state; history and output "
      "stay\n\n  ingest connections remove acme-sca --yes");
  auto options = std::make_shared<RemoveOptions>();
  command->add_option("NAME", options->name, "what it is called")->required();
  command->add_flag("--yes", options->yes, "don't ask");
  command->add_flag("--purge", options->purge, "its history and all that it delivered as well");
  command->callback([options, &common] { remove(*options, common); });
}

}  // namespace ingest::host
