// maps_list.cc - "ingest maps list": every map, broken ones with the reason.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>

#include "cli/maps_command.hpp"
#include "cli/output.hpp"
#include "cli/table.hpp"
#include "diagnostics/plain_text.hpp"

namespace ingest::host {
namespace {

void print_list(const MapCatalogue& catalogue, const std::string& format) {
  if (format == "json") {
    boost::json::array maps;
    for (const MapFile& map : catalogue.maps()) {
      boost::json::object one;
      one["name"] = plain_text(map.name);
      one["version"] = map.version;
      one["for"] = plain_text(map.connector);
      one["title"] = plain_text(map.title);
      one["origin"] = plain_text(map.origin);
      one["shipped"] = map.shipped();
      one["fault"] = plain_text(map.fault);
      maps.push_back(std::move(one));
    }
    print_json(boost::json::object{{"maps", std::move(maps)}});
    return;
  }
  Table table({"NAME", "VERSION", "FOR", "ORIGIN", "TITLE, OR WHY IT CAN'T BE USED"});
  for (const MapFile& map : catalogue.maps())
    table.add({map.name, map.version == 0 ? "-" : std::to_string(map.version), map.connector,
               map.origin, map.fault.empty() ? map.title : map.fault});
  print(table.text(terminal_width(STDOUT_FILENO)));
}

}  // namespace

void add_maps_list(CLI::App& maps, const CommonOptions& options) {
  CLI::App* list = maps.add_subcommand(
      "list", "all maps: those that connectors ship, and yours\n\n  ingest maps list");
  auto format = std::make_shared<std::string>("table");
  add_format(*list, *format);
  list->callback(
      [format, &options] { print_list(map_catalogue(surroundings_of(options)), *format); });
}

}  // namespace ingest::host
