// map_file.hpp - a transform map as people keep it: YAML text with a name, from a connector or from
// a file. Plain data; the functions are thread-safe.
#pragma once

#include <ingest/v1/descriptor.pb.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ingest::host {

struct MapFile {
  std::string name;  // as the map states it; of a broken one, as the file is called
  std::string title;
  std::uint32_t version = 0;
  std::string connector;       // the id that the map is for
  std::string origin;          // "checkmarx-sca 1.0.0", or the path of the file
  std::filesystem::path file;  // absolute; empty: a connector ships it
  std::string yaml;
  std::string json;   // what TransformMap::parse takes; empty when fault says so
  std::string fault;  // why it is no map: not YAML, no name, ...; not whether its rows are right

  bool shipped() const noexcept { return file.empty(); }
};

// Only the head is looked at. Never throws for what the text holds: see fault.
MapFile parse_map_text(std::string yaml, std::string origin);

// Throws Failure (kConfig) when the file can't be read or is larger than 1 MiB.
MapFile read_map_file(const std::filesystem::path& file);

// Those of one connector, the default first.
std::vector<MapFile> shipped_maps(const v1::ConnectorDescriptor& connector);

// It holds '/' or ends in .yaml or .yml.
bool is_map_path(std::string_view written);

}  // namespace ingest::host
