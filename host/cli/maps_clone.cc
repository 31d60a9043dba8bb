// maps_clone.cc - "ingest maps clone": a map of the user's own, to be changed.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/maps_command.hpp"
#include "cli/output.hpp"
#include "cli/run_execution.hpp"
#include "diagnostics/plain_text.hpp"
#include "maps/map_clone.hpp"

namespace ingest::host {
namespace {

struct CloneOptions {
  std::string from;
  std::string to;
  std::string title;
};

void clone(const CloneOptions& options, const CommonOptions& common) {
  check_map_name(options.to);
  const Surroundings surroundings = surroundings_of(common);
  const MapCatalogue catalogue = map_catalogue(surroundings);
  const MapFile from = catalogue.find(options.from);
  const std::filesystem::path file =
      clone_map(catalogue, from, options.to, options.title, surroundings.config_dir);
  print(file.string() + "\n");
  if (common.quiet) return;
  write_stderr(options.to + " is a clone of " + plain_text(from.name, 128) + " version " +
               std::to_string(from.version) + ". Edit it, then:\n" + "  ingest maps diff " +
               plain_text(options.from) + " " + options.to +
               "\n"
               "  ingest maps validate " +
               options.to + "\n  ingest maps try " + options.to +
               " CONNECTION\n"
               "and write \"map: " +
               options.to + "\" into the connection's file.\n");
}

}  // namespace

void add_maps_clone(CLI::App& maps, const CommonOptions& common) {
  CLI::App* command = maps.add_subcommand(
      "clone",
      "a map of your own to change, from one that there is, comments and all\n\n"
      "  ingest maps clone checkmarx-sca-default acme");
  auto options = std::make_shared<CloneOptions>();
  command->add_option("FROM", options->from, "the name of a map, or the path of its file")
      ->required();
  command
      ->add_option("TO", options->to, "what yours is called; it lies in the configuration folder")
      ->required();
  command->add_option("--title", options->title, "what it is, in one line")->type_name("TITLE");
  command->callback([options, &common] { clone(*options, common); });
}

}  // namespace ingest::host
