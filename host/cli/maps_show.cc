// maps_show.cc - "ingest maps show": one map, as the file that it is or row by row.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>

#include "cli/map_rows.hpp"
#include "cli/maps_command.hpp"
#include "cli/output.hpp"
#include "cli/table.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"

namespace ingest::host {
namespace {

struct ShowOptions {
  std::string map;
  std::string format = "yaml";
};

void print_yaml(const MapFile& map) {
  std::string lines;
  for (const char c : map.yaml)
    if (c != '\r') lines += c;
  if (!lines.ends_with('\n')) lines += '\n';
  print(plain_lines(lines, lines.size() * 4));  // a character may become "\x1b"
}

void print_json_of(const MapFile& map, const std::vector<MapRow>& rows) {
  print_json(boost::json::object{{"name", plain_text(map.name)},
                                 {"version", map.version},
                                 {"for", plain_text(map.connector)},
                                 {"title", plain_text(map.title)},
                                 {"origin", plain_text(map.origin)},
                                 {"shipped", map.shipped()},
                                 {"rows", map_rows_json(rows)}});
}

// A broken map can be looked at, but not row by row.
void show(const ShowOptions& options, const CommonOptions& common) {
  const MapFile map = map_catalogue(surroundings_of(common)).find(options.map);
  if (options.format == "yaml") print_yaml(map);
  if (!map.fault.empty())
    throw Failure(ExitStatus::kConfig,
                  "the map " + plain_text(map.origin) + " can't be used: " + plain_text(map.fault),
                  options.format == "yaml" ? "" : "'--format yaml' shows it as it is");
  if (options.format == "yaml") return;
  if (options.format == "json") return print_json_of(map, map_rows(map.yaml, Detail::kFull));
  print(plain_text(map.name) + " version " + std::to_string(map.version) + " for " +
        plain_text(map.connector) + ", from " + plain_text(map.origin) + ": " +
        plain_text(map.title) + "\n\n");
  print(map_text(map_rows(map.yaml), page_width()));
}

}  // namespace

void add_maps_show(CLI::App& maps, const CommonOptions& common) {
  CLI::App* command =
      maps.add_subcommand("show",
                          "a map as the file that it is, comments and all, or row by row\n\n"
                          "  ingest maps show checkmarx-sca-default\n"
                          "  ingest maps show ./mine.yaml --format table");
  auto options = std::make_shared<ShowOptions>();
  command->add_option("MAP", options->map, "its name, or the path of its file")->required();
  command->add_option("--format", options->format, "yaml, table or json")
      ->check(CLI::IsMember({"yaml", "table", "json"}))
      ->type_name("FORMAT");
  command->callback([options, &common] { show(*options, common); });
}

}  // namespace ingest::host
