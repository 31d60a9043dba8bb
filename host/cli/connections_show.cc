// connections_show.cc - "ingest connections show": one connection, its file and where it stands.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>

#include "cli/connection_standing.hpp"
#include "cli/connections_command.hpp"
#include "cli/output.hpp"
#include "connection_files/connection_folder.hpp"
#include "connection_files/hidden_literals.hpp"
#include "connection_files/yaml_json.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"
#include "vetting/catalog.hpp"

namespace ingest::host {
namespace {

// A connection can be looked at whether its connector works or not.
std::string shown_text(const std::string& text, const Connection& connection,
                       const Surroundings& around) {
  std::string shown;
  try {
    const FoundConnector found = find_connector(connection.plugin, connector_search(around));
    shown = without_literal_secrets(text, connection, &found.probe.details);
  } catch (const Failure&) {
    shown = without_literal_secrets(text, connection, nullptr);
  }
  return redactor().apply(shown);
}

std::string head_of(const Standing& standing) {
  std::string text = "file      " + plain_text(standing.file.path.string()) + "\n";
  text += "state     " + standing.state;
  if (standing.since) text += " since " + rfc3339(*standing.since);
  if (!standing.why.empty()) text += ": " + plain_text(standing.why);
  text += "\nnext run  " + (standing.next_run ? rfc3339(*standing.next_run) : std::string("-"));
  text += "\nlast run  " + last_run_text(standing) + "\n";
  for (const std::string& warning : standing.warnings) text += "warning   " + warning + "\n";
  return text + "\n";
}

void show(const std::string& name, const std::string& format, const CommonOptions& common) {
  ConnectionWorkplace place(common);
  const auto path = existing_connection_file(place.surroundings().config_dir, name);
  const std::string text = connection_text_of(path);
  ConnectionFile file{name, path, parse_named(text, path, name), {}};
  const std::string shown = shown_text(text, *file.connection, place.surroundings());
  if (format == "yaml") {
    print(plain_lines(shown, shown.size() * 4 + 1));
    return;
  }
  const Standing standing = standing_of(std::move(file), place.states());
  if (format == "table") {
    print(head_of(standing) + plain_lines(shown, shown.size() * 4 + 1));
    return;
  }
  boost::json::object all = standing_json(standing);
  all["file"] = path.string();
  all["connection"] = yaml_as_json(shown);
  print_json(all);
}

}  // namespace

void add_connections_show(CLI::App& connections, const CommonOptions& common) {
  CLI::App* command = connections.add_subcommand(
      "show",
      "one connection: where it stands and what its file says; secrets never\n\n"
      "  ingest connections show acme-sca\n  ingest connections show acme-sca --format yaml");
  auto name = std::make_shared<std::string>();
  auto format = std::make_shared<std::string>("table");
  command->add_option("NAME", *name, "what it is called")->required();
  command->add_option("--format", *format, "table, yaml or json")
      ->check(CLI::IsMember({"table", "yaml", "json"}))
      ->type_name("FORMAT");
  command->callback([name, format, &common] { show(*name, *format, common); });
}

}  // namespace ingest::host
