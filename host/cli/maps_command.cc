// maps_command.cc - see maps_command.hpp.
#include "cli/maps_command.hpp"
#include "vetting/catalog.hpp"

#include <CLI/CLI.hpp>

namespace ingest::host {

MapCatalogue map_catalogue(const Surroundings& surroundings) {
  std::vector<v1::ConnectorDescriptor> connectors;
  for (const CatalogEntry& entry : list_connectors(connector_search(surroundings)))
    if (entry.probe.ok && entry.hidden_by.empty()) connectors.push_back(entry.probe.details);
  return {connectors, surroundings.config_dir};
}

void add_maps_command(CLI::App& app, const CommonOptions& options, ExitStatus& status) {
  CLI::App* maps =
      app.add_subcommand("maps", "transform maps: which source field becomes which target field");
  maps->require_subcommand(1);
  add_maps_list(*maps, options);
  add_maps_show(*maps, options);
  add_maps_clone(*maps, options);
  add_maps_diff(*maps, options);
  add_maps_validate(*maps, options, status);
  add_maps_test(*maps, options, status);
  add_maps_explain(*maps, options, status);
  add_maps_try(*maps, options, status);
  add_maps_coverage(*maps, options, status);
}

}  // namespace ingest::host
