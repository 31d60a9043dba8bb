// map_choice.hpp - the transform map of a connection: the connector's default one, or a file of the
// user's. Thread-safe.
#pragma once

#include <ingest/v1/descriptor.pb.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace ingest::host {

struct MapChoice {
  std::string name;  // empty: the connector maps without one
  std::uint32_t version = 0;
  std::string json;             // what the connector receives; "{}" without a map
  std::string sha256;           // of json
  std::string identity_sha256;  // of what in it makes a finding the same one from run to run
};

// written is the connection file's: "default", the name of config_dir/maps/NAME.yaml or of a map
// that the connector ships, or a path (it holds '/' or ends in .yaml or .yml), relative to folder.
// Throws Failure (kConfig) that names the file, and the line where YAML is at fault.
MapChoice choose_map(std::string_view written, const v1::ConnectorDescriptor& connector,
                     const std::filesystem::path& config_dir, const std::filesystem::path& folder);

}  // namespace ingest::host
