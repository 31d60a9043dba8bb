// map_choice.cc - see map_choice.hpp.
#include "run/map_choice.hpp"

#include <boost/json.hpp>
#include <utility>
#include <vector>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"
#include "ingest/sdk/map/identity_rows.hpp"
#include "maps/map_catalogue.hpp"
#include "maps/map_file.hpp"
#include "output/sha256.hpp"

namespace ingest::host {
namespace {

MapChoice chosen(MapFile map, const std::string& origin, const v1::ConnectorDescriptor& connector) {
  if (!map.fault.empty())
    throw Failure(ExitStatus::kConfig, "the map " + origin + ": " + map.fault);
  if (map.connector != connector.id())
    throw Failure(ExitStatus::kConfig,
                  "the map " + origin + " is for \"" + plain_text(map.connector, 64) +
                      "\", the connection's connector is \"" + connector.id() + "\"",
                  "write \"for: " + connector.id() + "\" into the map, or choose another map");
  MapChoice choice;
  choice.name = std::move(map.name);
  choice.version = map.version;
  choice.json = std::move(map.json);
  choice.sha256 = hex(sha256(choice.json));
  choice.identity_sha256 = hex(sha256(sdk::identity_rows(boost::json::parse(choice.json))));
  return choice;
}

}  // namespace

MapChoice choose_map(std::string_view written, const v1::ConnectorDescriptor& connector,
                     const std::filesystem::path& config_dir, const std::filesystem::path& folder) {
  const bool is_default = written.empty() || written == "default";
  std::vector<MapFile> shipped = shipped_maps(connector);
  if (is_default && shipped.empty()) {
    MapChoice none;
    none.json = "{}";
    return none;
  }
  std::vector<std::string> names = {"default"};
  for (MapFile& map : shipped) {
    names.push_back(map.name);
    if (is_default || map.name == written)
      return chosen(std::move(map), names.back() + " of " + connector.id(), connector);
  }
  const std::string name(written);
  if (is_map_path(written)) {
    const std::filesystem::path file = folder / name;
    return chosen(read_map_file(file), file.string(), connector);
  }
  const std::filesystem::path file = maps_folder(config_dir) / (name + ".yaml");
  if (!std::filesystem::exists(std::filesystem::symlink_status(file)))
    throw Failure(ExitStatus::kConfig,
                  "there is no map \"" + plain_text(name, 128) + "\": " + connector.id() +
                      " ships none of that name, and " + file.string() + " does not exist",
                  suggestion(name, names));
  return chosen(read_own_map(config_dir, name), file.string(), connector);
}

}  // namespace ingest::host
