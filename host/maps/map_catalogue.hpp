// map_catalogue.hpp - every map that there is: those that the connectors ship and those in
// config_dir/maps. Immutable once read; thread-safe.
#pragma once

#include <ingest/v1/descriptor.pb.h>

#include <filesystem>
#include <string_view>
#include <vector>

#include "maps/map_file.hpp"

namespace ingest::host {

std::filesystem::path maps_folder(const std::filesystem::path& config_dir);
// maps_folder/NAME.yaml. What others could have put there or changed is refused with a Failure.
MapFile read_own_map(const std::filesystem::path& config_dir, const std::string& name);

class MapCatalogue {
 public:
  // connectors: of every connector that works. A broken file is an entry with a fault. Throws
  // Failure (kConfig) when the folder is not fit to be trusted.
  MapCatalogue(const std::vector<v1::ConnectorDescriptor>& connectors,
               const std::filesystem::path& config_dir);

  // Shipped ones first, then files by name.
  const std::vector<MapFile>& maps() const noexcept { return maps_; }
  const v1::ConnectorDescriptor* connector(std::string_view id) const;
  // The default map of a connector; null when it maps without one, or is not there.
  const MapFile* default_of(std::string_view connector) const;

  // written is a name or a path, see is_map_path. A file's name is what it is called, NAME.yaml.
  // Throws Failure (kConfig) that says where it looked, with the nearest name. The entry may have a
  // fault.
  MapFile find(std::string_view written) const;

 private:
  std::vector<v1::ConnectorDescriptor> connectors_;
  std::filesystem::path folder_;
  std::vector<MapFile> maps_;
};

}  // namespace ingest::host
