// map_choice.cc - see map_choice.hpp.
#include "run/map_choice.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <vector>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/map/identity_rows.hpp"
#include "ingest/sdk/map/yaml.hpp"
#include "output/sha256.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kMaxMapBytes = std::size_t{1} << 20U;

bool is_path(std::string_view written) {
  return written.find('/') != std::string_view::npos || written.ends_with(".yaml") ||
         written.ends_with(".yml");
}

std::string read_map_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw Failure(ExitStatus::kConfig, "cannot read the map " + file.string(),
                  "\"map: default\" chooses the map that the connector ships");
  std::string text(kMaxMapBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > kMaxMapBytes)
    throw Failure(ExitStatus::kConfig, "the map " + file.string() + " is larger than 1 MiB");
  return text;
}

MapChoice from_yaml(const std::string& yaml, const std::string& origin,
                    const v1::ConnectorDescriptor& connector) {
  MapChoice choice;
  try {
    choice.json = sdk::yaml_to_json(yaml);
  } catch (const sdk::Error& error) {
    throw Failure(ExitStatus::kConfig, "the map " + origin + ": " + plain_text(error.what()));
  }
  boost::json::error_code error;
  const boost::json::value parsed = boost::json::parse(choice.json, error);
  const boost::json::object* map = error ? nullptr : parsed.if_object();
  if (map == nullptr)
    throw Failure(ExitStatus::kConfig, "the map " + origin + " is not a mapping of keys to values");
  const auto text = [&](const char* key) {
    const boost::json::value* value = map->if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
  };
  if (text("for") != connector.id())
    throw Failure(ExitStatus::kConfig,
                  "the map " + origin + " is for \"" + plain_text(text("for"), 64) +
                      "\", the connection's connector is \"" + connector.id() + "\"",
                  "write \"for: " + connector.id() + "\" into the map, or choose another map");
  choice.name = text("name");
  if (const boost::json::value* version = map->if_contains("version");
      version != nullptr && version->is_int64() && version->get_int64() > 0)
    choice.version = static_cast<std::uint32_t>(version->get_int64());
  choice.sha256 = hex(sha256(choice.json));
  choice.identity_sha256 = hex(sha256(sdk::identity_rows(parsed)));
  return choice;
}

}  // namespace

MapChoice choose_map(std::string_view written, const v1::ConnectorDescriptor& connector,
                     const std::filesystem::path& config_dir, const std::filesystem::path& folder) {
  const bool is_default = written.empty() || written == "default";
  if (is_default && connector.maps().empty()) {
    MapChoice none;
    none.json = "{}";
    return none;
  }
  for (const v1::MapInfo& map : connector.maps()) {
    if (is_default || map.name() == written)
      return from_yaml(map.yaml(), map.name() + " of " + connector.id(), connector);
  }
  const std::string name(written);
  if (is_path(written)) {
    const std::filesystem::path file = folder / name;
    return from_yaml(read_map_file(file), file.string(), connector);
  }
  const std::filesystem::path file = config_dir / "maps" / (name + ".yaml");
  if (!std::filesystem::exists(file)) {
    std::vector<std::string> names = {"default"};
    for (const v1::MapInfo& map : connector.maps()) names.push_back(map.name());
    throw Failure(ExitStatus::kConfig,
                  "there is no map \"" + plain_text(name, 128) + "\": " + connector.id() +
                      " ships none of that name, and " + file.string() + " does not exist",
                  suggestion(name, names));
  }
  return from_yaml(read_map_file(file), file.string(), connector);
}

}  // namespace ingest::host
