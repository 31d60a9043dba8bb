// secrets_set.cc - "ingest secrets set": a secret into the store.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/run_execution.hpp"
#include "cli/secret_input.hpp"
#include "cli/secrets_command.hpp"
#include "connection/credential_expiry.hpp"
#include "connection/reference_users.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/redactor.hpp"
#include "diagnostics/suggest.hpp"
#include "secrets/secret_store.hpp"

namespace ingest::host {
namespace {

struct SetOptions {
  std::string name;
  std::vector<std::string> more;
  std::string file;
  std::string variable;
};

void refuse_argument(const std::string& name) {
  throw Failure(ExitStatus::kUsage,
                "the value of a secret is not taken from the command line: everybody on this "
                "machine sees that in the list of processes, and the shell keeps it",
                "pass it on standard input, or with --from-file or --from-env:\n  ingest secrets "
                "set " +
                    name + "\nand replace the one that was on the command line: it has been seen");
}

SecretString value_of(const SetOptions& options) {
  if (!options.file.empty()) return secret_from_file(options.file);
  if (!options.variable.empty()) return secret_from_variable(options.variable);
  return secret_from_input_or_prompt("Value of " + options.name + " (it is not shown): ");
}

void set(const SetOptions& options, const CommonOptions& common) {
  const std::string name = options.name.substr(0, options.name.find('='));
  if (name != options.name || !options.more.empty()) refuse_argument(name);
  check_secret_name(name);
  const Surroundings surroundings = surroundings_of(common);
  SecretStore store(surroundings.state_dir);
  store.has(name);  // a store that can't be used is told before anything is asked
  const SecretString value = value_of(options);
  redactor().add(value.reveal());
  store.set(name, value);
  if (common.quiet) return;
  std::string told = "stored " + name;
  const auto users = reference_users(surroundings.config_dir, Reference::Kind::kStore);
  if (const auto found = users.find(name); found != users.end())
    told += "; used by " + joined({found->second.begin(), found->second.end()});
  else
    told += "; a connection file refers to it as ${secret:" + name + "}";
  told += "\n";
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (const auto at = credential_expiry(value.reveal()))
    told += (expires_soon(*at, now) ? "warning: " : "") + expiry_sentence(name, *at, now) + "\n";
  write_stderr(told);
}

}  // namespace

void add_secrets_set(CLI::App& secrets, const CommonOptions& common) {
  CLI::App* command = secrets.add_subcommand(
      "set",
      "store a secret: from standard input, or asked for without showing it\n\n"
      "  ingest secrets set acme-sca/api_key < key.txt\n"
      "  ingest secrets set acme-sca/api_key --from-env CX_APIKEY");
  auto options = std::make_shared<SetOptions>();
  command->add_option("NAME/key", options->name, "the connection, and the key of its configuration")
      ->required();
  command->add_option("VALUE", options->more)->group("");  // to say why not
  CLI::Option* file =
      command->add_option("--from-file", options->file, "take it from the file")->type_name("PATH");
  command->add_option("--from-env", options->variable, "take it from the environment variable")
      ->type_name("VAR")
      ->excludes(file);
  command->callback([options, &common] { set(*options, common); });
}

}  // namespace ingest::host
