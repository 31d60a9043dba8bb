// plugins_retry.cc - see plugins_retry.hpp.
#include "cli/plugins_retry.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/output.hpp"
#include "cli/plugin_rows.hpp"
#include "diagnostics/failure.hpp"
#include "vetting/catalog.hpp"

namespace ingest::host {
namespace {

void retry(const std::string& name, const Surroundings& surroundings, const std::string& format) {
  std::vector<CatalogEntry> entries = retry_connectors(name, connector_search(surroundings));
  if (format == "json") {
    boost::json::array plugins;
    for (const CatalogEntry& entry : entries) plugins.push_back(plugin_row_json(entry));
    print_json(boost::json::object{{"plugins", std::move(plugins)}});
  } else {
    print(plugin_table(entries).text(terminal_width(STDOUT_FILENO)));
  }
  for (const CatalogEntry& entry : entries)
    if (!entry.probe.ok)
      throw Failure(
          ExitStatus::kConnector,
          "cannot use " + entry.probe.file.string() + " as a connector: " + entry.probe.reason,
          entry.probe.hint);
}

}  // namespace

void add_plugins_retry(CLI::App& plugins, const CommonOptions& options) {
  auto name = std::make_shared<std::string>();
  auto format = std::make_shared<std::string>("table");
  CLI::App* command =
      plugins.add_subcommand("retry",
                             "forget what was found out about a connector, and look at it again\n\n"
                             "  ingest plugins retry checkmarx-sca\n"
                             "  ingest plugins retry /opt/connectors/acme.so");
  command->add_option("ID|FILE", *name, "a connector's id, or its file")->required();
  add_format(*command, *format);
  command->callback([name, format, &options] { retry(*name, surroundings_of(options), *format); });
}

}  // namespace ingest::host
