// map_file.cc - see map_file.hpp.
#include "maps/map_file.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/map/yaml.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kMaxMapBytes = std::size_t{1} << 20U;

std::string text_at(const boost::json::object& map, std::string_view key) {
  const boost::json::value* value = map.if_contains({key.data(), key.size()});
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// What is wrong with the head; empty: nothing.
std::string read_head(MapFile& map) {
  std::string json;
  try {
    json = sdk::yaml_to_json(map.yaml);
  } catch (const sdk::Error& error) {
    return plain_text(error.what());
  }
  boost::json::error_code error;
  const boost::json::value parsed = boost::json::parse(json, error);
  const boost::json::object* head = error ? nullptr : parsed.if_object();
  if (head == nullptr) return "it is not a mapping of keys to values";
  if (text_at(*head, "kind") != "map") return "it has no \"kind: map\"";
  map.connector = text_at(*head, "for");
  map.title = text_at(*head, "title");
  const std::string name = text_at(*head, "name");
  if (name.empty()) return "it has no name";
  map.name = name;
  if (map.connector.empty()) return "it does not say which connector it is for (for: ID)";
  if (const boost::json::value* version = head->if_contains("version");
      version != nullptr && version->is_int64() && version->get_int64() > 0)
    map.version = static_cast<std::uint32_t>(version->get_int64());
  map.json = std::move(json);
  return {};
}

}  // namespace

MapFile parse_map_text(std::string yaml, std::string origin) {
  MapFile map;
  map.yaml = std::move(yaml);
  map.origin = std::move(origin);
  map.fault = read_head(map);
  return map;
}

MapFile read_map_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw Failure(ExitStatus::kConfig, "cannot read the map " + file.string(),
                  "\"map: default\" chooses the map that the connector ships");
  std::string text(kMaxMapBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > kMaxMapBytes)
    throw Failure(ExitStatus::kConfig, "the map " + file.string() + " is larger than 1 MiB");
  MapFile map = parse_map_text(std::move(text), file.string());
  map.file = std::filesystem::absolute(file);
  if (map.name.empty()) map.name = file.stem().string();
  return map;
}

std::vector<MapFile> shipped_maps(const v1::ConnectorDescriptor& connector) {
  std::vector<MapFile> maps;
  for (const v1::MapInfo& info : connector.maps()) {
    maps.push_back(parse_map_text(info.yaml(), connector.id() + " " + connector.version()));
    if (maps.back().name.empty()) maps.back().name = plain_text(info.name(), 128);
  }
  return maps;
}

bool is_map_path(std::string_view written) {
  return written.find('/') != std::string_view::npos || written.ends_with(".yaml") ||
         written.ends_with(".yml");
}

}  // namespace ingest::host
