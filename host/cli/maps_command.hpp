// maps_command.hpp - "ingest maps": transform maps as a workbench. One file a subcommand.
#pragma once

#include "cli/options.hpp"
#include "maps/map_catalogue.hpp"

namespace ingest::host {

void add_maps_command(CLI::App& app, const CommonOptions& options, ExitStatus& status);

// What the subcommands share: the maps of all connectors that work, and of the user.
MapCatalogue map_catalogue(const Surroundings& surroundings);

// Of the subcommands, each in maps_<name>.cc.
void add_maps_clone(CLI::App& maps, const CommonOptions& options);
void add_maps_coverage(CLI::App& maps, const CommonOptions& options, ExitStatus& status);
void add_maps_diff(CLI::App& maps, const CommonOptions& options);
void add_maps_explain(CLI::App& maps, const CommonOptions& options, ExitStatus& status);
void add_maps_list(CLI::App& maps, const CommonOptions& options);
void add_maps_show(CLI::App& maps, const CommonOptions& options);
void add_maps_test(CLI::App& maps, const CommonOptions& options, ExitStatus& status);
void add_maps_try(CLI::App& maps, const CommonOptions& options, ExitStatus& status);
void add_maps_validate(CLI::App& maps, const CommonOptions& options, ExitStatus& status);

}  // namespace ingest::host
