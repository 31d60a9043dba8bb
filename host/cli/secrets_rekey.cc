// secrets_rekey.cc - "ingest secrets rekey": another master key.
#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

#include "cli/run_execution.hpp"
#include "cli/secrets_command.hpp"
#include "secrets/secret_store.hpp"

namespace ingest::host {
namespace {

void rekey(const std::string& new_key_file, const CommonOptions& common) {
  SecretStore store(surroundings_of(common).state_dir);
  const bool named = !new_key_file.empty();
  const SecretStore::Rekeyed done =
      store.rekey(named ? std::optional<std::filesystem::path>(new_key_file) : std::nullopt);
  if (common.quiet) return;
  const bool one = done.secrets == 1;
  std::string told = "encrypted " + std::to_string(done.secrets) + (one ? " secret" : " secrets") +
                     " anew with the " + (done.made ? "new key" : "key") + " in " +
                     done.key.string() + "\n";
  if (named && done.key != store.file().parent_path() / "master.key")
    told +=
        "name it to ingest from now on: export INGEST_MASTER_KEY_FILE=" + done.key.string() + "\n";
  told += "copies of the store from before still need the key from before\n";
  write_stderr(told);
}

}  // namespace

void add_secrets_rekey(CLI::App& secrets, const CommonOptions& common) {
  CLI::App* command = secrets.add_subcommand(
      "rekey",
      "encrypt everything anew with another master key; the old one is gone afterwards\n\n"
      "  ingest secrets rekey\n  ingest secrets rekey --new-key-file /etc/ingest/master.key");
  auto file = std::make_shared<std::string>();
  command
      ->add_option("--new-key-file", *file,
                   "take the key from PATH, or make one there when it does not exist")
      ->type_name("PATH");
  command->callback([file, &common] { rekey(*file, common); });
}

}  // namespace ingest::host
