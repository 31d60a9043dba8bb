// secrets_list.cc - "ingest secrets list": names, never values.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>

#include "cli/output.hpp"
#include "cli/run_execution.hpp"
#include "cli/secrets_command.hpp"
#include "cli/table.hpp"
#include "connection/reference_users.hpp"
#include "connection/time_text.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"
#include "secrets/secret_store.hpp"

namespace ingest::host {
namespace {

using Users = std::map<std::string, std::set<std::string>>;

boost::json::value json_of(const std::vector<StoredSecret>& secrets, const Users& users) {
  boost::json::array all;
  for (const StoredSecret& secret : secrets) {
    boost::json::array used_by;
    if (const auto found = users.find(secret.name); found != users.end())
      for (const std::string& user : found->second) used_by.emplace_back(plain_text(user));
    all.push_back({{"name", secret.name},
                   {"set_at", moment_text(secret.set_at)},
                   {"used_by", std::move(used_by)}});
  }
  return boost::json::object{{"secrets", std::move(all)}};
}

std::string table_of(const std::vector<StoredSecret>& secrets, const Users& users) {
  Table table({"NAME", "SET", "USED BY"});
  for (const StoredSecret& secret : secrets) {
    const auto found = users.find(secret.name);
    table.add({secret.name, moment_text(secret.set_at),
               found == users.end() ? "-" : joined({found->second.begin(), found->second.end()})});
  }
  return table.text(terminal_width(STDOUT_FILENO));
}

// What connections refer to in vain.
std::string missing(const std::vector<StoredSecret>& secrets, const Users& users) {
  std::string text;
  for (const auto& [name, by] : users) {
    bool there = false;
    for (const StoredSecret& secret : secrets) there = there || secret.name == name;
    if (!there)
      text += "warning: " + plain_text(joined({by.begin(), by.end()})) + " refers to " +
              plain_text(name, 160) + ", which is not set\n";
  }
  return text;
}

void list(const std::string& format, const CommonOptions& common) {
  const Surroundings surroundings = surroundings_of(common);
  const std::vector<StoredSecret> secrets = SecretStore(surroundings.state_dir).list();
  const Users users = reference_users(surroundings.config_dir, Reference::Kind::kStore);
  if (format == "json") {
    print_json(json_of(secrets, users));
  } else {
    print(table_of(secrets, users));
  }
  if (!common.quiet) write_stderr(missing(secrets, users));
}

}  // namespace

void add_secrets_list(CLI::App& secrets, const CommonOptions& common) {
  CLI::App* command = secrets.add_subcommand(
      "list",
      "what is stored, since when, and which connections use it; never values\n\n"
      "  ingest secrets list --format json");
  auto format = std::make_shared<std::string>("table");
  add_format(*command, *format);
  command->callback([format, &common] { list(*format, common); });
}

}  // namespace ingest::host
