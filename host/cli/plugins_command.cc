// plugins_command.cc - see plugins_command.hpp.
#include "cli/plugins_command.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/output.hpp"
#include "cli/plugin_page.hpp"
#include "cli/plugin_rows.hpp"
#include "cli/plugins_check.hpp"
#include "cli/plugins_retry.hpp"
#include "cli/table.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"
#include "vetting/catalog.hpp"

namespace ingest::host {
namespace {

void print_list(const std::vector<CatalogEntry>& entries, const Surroundings& surroundings,
                const std::string& format) {
  if (format == "json") {
    boost::json::array plugins;
    for (const CatalogEntry& entry : entries) plugins.push_back(plugin_row_json(entry));
    print_json(boost::json::object{{"plugins", std::move(plugins)}});
    return;
  }
  if (entries.empty()) {
    std::string searched;
    for (const PluginFolder& folder : surroundings.plugin_folders)
      searched += "  " + folder.path.string() + " (" + folder.origin + ")\n";
    print("No connectors. Searched:\n" + searched);
    return;
  }
  print(plugin_table(entries).text(terminal_width(STDOUT_FILENO)));
  // The cause may have been another than the file, and be gone.
  std::vector<std::string> remembered;
  for (const CatalogEntry& entry : entries)
    if (!entry.probe.ok && entry.remembered)
      remembered.push_back(plain_text(entry.probe.file.stem().string(), 80));
  if (!remembered.empty())
    print("\nRemembered as broken: " + joined(remembered) +
          ". 'ingest plugins retry ID' looks again.\n");
}

void show(const std::string& id, const Surroundings& surroundings, const std::string& format,
          bool map_yaml) {
  const auto entries = list_connectors(connector_search(surroundings));
  std::vector<std::string> ids;
  for (const CatalogEntry& entry : entries) {
    if (!entry.probe.ok || !entry.hidden_by.empty()) continue;
    ids.push_back(entry.probe.details.id());
    if (entry.probe.details.id() != id) continue;
    if (map_yaml) {
      for (const v1::MapInfo& map : entry.probe.details.maps())
        print(plain_lines(map.yaml(), 1U << 20U));
    } else if (format == "json") {
      print_json(plugin_json(entry));
    } else {
      print(plugin_page(entry, terminal_width(STDOUT_FILENO)));
    }
    return;
  }
  for (const CatalogEntry& entry : entries)
    if (!entry.probe.ok && entry.probe.file.stem() == id)
      throw Failure(
          ExitStatus::kConnector,
          "cannot use " + entry.probe.file.string() + " as a connector: " + entry.probe.reason,
          entry.probe.hint);
  throw Failure(ExitStatus::kConfig, "there is no connector \"" + plain_text(id, 64) + "\"",
                suggestion(id, ids));
}

}  // namespace

void add_plugins_command(CLI::App& app, const CommonOptions& options, ExitStatus& status) {
  CLI::App* plugins = app.add_subcommand("plugins", "what is in the connector folders");
  plugins->require_subcommand(1);

  auto format = std::make_shared<std::string>("table");
  CLI::App* list = plugins->add_subcommand("list",
                                           "all connectors, the broken ones with the reason\n\n"
                                           "  ingest plugins list --plugin-dir ./build/connectors");
  add_format(*list, *format);
  list->callback([format, &options] {
    const Surroundings surroundings = surroundings_of(options);
    print_list(list_connectors(connector_search(surroundings)), surroundings, *format);
  });

  auto id = std::make_shared<std::string>();
  auto map_yaml = std::make_shared<bool>(false);
  CLI::App* one = plugins->add_subcommand(
      "show", "what a connector is, needs, checks and maps\n\n  ingest plugins show checkmarx-sca");
  one->add_option("ID", *id, "the connector's id")->required();
  one->add_flag("--map", *map_yaml, "print its transform maps as YAML instead");
  add_format(*one, *format);
  one->callback([id, format, map_yaml, &options] {
    show(*id, surroundings_of(options), *format, *map_yaml);
  });
  add_plugins_retry(*plugins, options);
  add_plugins_check(*plugins, options, status);
  add_plugins_new(*plugins, options);
}

}  // namespace ingest::host
