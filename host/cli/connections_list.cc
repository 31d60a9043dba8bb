// connections_list.cc - "ingest connections list": where each connection stands, broken files with
// the reason.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>

#include "cli/connection_standing.hpp"
#include "cli/connections_command.hpp"
#include "cli/output.hpp"
#include "cli/table.hpp"
#include "connection_files/connection_folder.hpp"

namespace ingest::host {
namespace {

boost::json::object json_of(const Standing& standing) {
  boost::json::object one = standing_json(standing);
  one["name"] = standing.file.name;
  one["file"] = standing.file.path.string();
  one["plugin"] = standing.file.connection ? standing.file.connection->plugin : "";
  one["fault"] = standing.file.fault;
  return one;
}

void list(const std::string& format, const CommonOptions& common) {
  ConnectionWorkplace place(common);
  std::vector<Standing> all;
  for (ConnectionFile& file : list_connection_files(place.surroundings().config_dir))
    all.push_back(standing_of(std::move(file), place.states()));
  if (format == "json") {
    boost::json::array connections;
    for (const Standing& standing : all) connections.push_back(json_of(standing));
    print_json(boost::json::object{{"connections", std::move(connections)}});
    return;
  }
  Table table({"NAME", "CONNECTOR", "STATE", "SINCE", "NEXT RUN", "LAST RUN", "WHY"});
  for (const Standing& standing : all) {
    if (!standing.file.connection) {
      table.add({standing.file.name, "-", "Broken", "-", "-", last_run_text(standing),
                 standing.file.fault});
      continue;
    }
    std::string why = standing.why;
    for (const std::string& warning : standing.warnings) why += (why.empty() ? "" : "; ") + warning;
    table.add({standing.file.name, standing.file.connection->plugin, standing.state,
               standing.since ? rfc3339(*standing.since) : "-",
               standing.next_run ? rfc3339(*standing.next_run) : "-", last_run_text(standing),
               why});
  }
  if (table.empty()) {
    print("no connections in " + connections_folder(place.surroundings().config_dir).string() +
          "; make one: ingest connections add NAME --plugin ID\n");
    return;
  }
  print(table.text(terminal_width(STDOUT_FILENO)));
}

}  // namespace

void add_connections_list(CLI::App& connections, const CommonOptions& common) {
  CLI::App* command = connections.add_subcommand(
      "list",
      "all connections: where each stands, since when and why; the next run and the last one\n\n"
      "  ingest connections list");
  auto format = std::make_shared<std::string>("table");
  add_format(*command, *format);
  command->callback([format, &common] { list(*format, common); });
}

}  // namespace ingest::host
