// maps_diff.cc - "ingest maps diff": what tells two maps apart, and whether history would split.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>

#include "cli/maps_command.hpp"
#include "cli/output.hpp"
#include "cli/run_execution.hpp"
#include "cli/table.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "maps/map_diff.hpp"

namespace ingest::host {
namespace {

struct DiffOptions {
  std::string before;
  std::string after;
  std::string format = "table";
};

boost::json::value parsed(const MapFile& map) {
  if (!map.fault.empty())
    throw Failure(ExitStatus::kConfig, "the map " + plain_text(map.origin) +
                                           " can't be compared: " + plain_text(map.fault));
  return boost::json::parse(map.json);
}

void print_diff(const MapDiff& diff, const DiffOptions& options) {
  if (options.format == "json") {
    boost::json::array changes;
    for (const MapChange& change : diff.changes)
      changes.push_back(boost::json::object{{"change", name_of(change.kind)},
                                            {"target", plain_text(change.target)},
                                            {"before", plain_text(change.before)},
                                            {"after", plain_text(change.after)},
                                            {"identity", change.identity}});
    print_json(boost::json::object{{"differ", !diff.changes.empty()},
                                   {"identity", diff.identity},
                                   {"changes", std::move(changes)}});
    return;
  }
  if (diff.changes.empty()) {
    print("The maps do the same.\n");
    return;
  }
  Table table({"CHANGE", "TARGET", "", "WHAT THE MAP SAYS"});
  for (const MapChange& change : diff.changes) {
    const std::string kind =
        std::string(name_of(change.kind)) + (change.identity ? ", identity" : "");
    const bool gone = change.after.empty();
    if (!change.before.empty()) table.add({kind, change.target, "-", change.before});
    if (!gone)
      table.add({change.before.empty() ? kind : "", change.before.empty() ? change.target : "", "+",
                 change.after});
  }
  print(table.text(terminal_width(STDOUT_FILENO)));
}

void diff(const DiffOptions& options, const CommonOptions& common) {
  const MapCatalogue catalogue = map_catalogue(surroundings_of(common));
  const MapDiff diff =
      diff_maps(parsed(catalogue.find(options.before)), parsed(catalogue.find(options.after)));
  print_diff(diff, options);
  if (diff.identity)
    write_stderr(
        "warning: what identifies a finding changes: history would split, since findings get other "
        "ids than in earlier runs\n");
}

}  // namespace

void add_maps_diff(CLI::App& maps, const CommonOptions& common) {
  CLI::App* command = maps.add_subcommand("diff",
                                          "what tells two maps apart, target by target\n\n"
                                          "  ingest maps diff checkmarx-sca-default acme\n"
                                          "  ingest maps diff ./old.yaml ./new.yaml --format json");
  auto options = std::make_shared<DiffOptions>();
  command->add_option("A", options->before, "the name of a map, or the path of its file")
      ->required();
  command->add_option("B", options->after, "the other one")->required();
  add_format(*command, options->format);
  command->callback([options, &common] { diff(*options, common); });
}

}  // namespace ingest::host
