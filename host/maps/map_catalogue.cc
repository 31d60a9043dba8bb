// map_catalogue.cc - see map_catalogue.hpp.
#include "maps/map_catalogue.hpp"

#include <algorithm>
#include <system_error>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"
#include "storage/private_folder.hpp"

namespace ingest::host {
namespace {

std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().extension() == ".yaml") files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::filesystem::path maps_folder(const std::filesystem::path& config_dir) {
  return config_dir / "maps";
}

MapFile read_own_map(const std::filesystem::path& config_dir, const std::string& name) {
  const std::filesystem::path file = maps_folder(config_dir) / (name + ".yaml");
  check_private_folder(config_dir);
  check_private_folder(file.parent_path());
  check_private_file(file);
  return read_map_file(file);
}

MapCatalogue::MapCatalogue(const std::vector<v1::ConnectorDescriptor>& connectors,
                           const std::filesystem::path& config_dir)
    : connectors_(connectors), folder_(maps_folder(config_dir)) {
  for (const v1::ConnectorDescriptor& connector : connectors_)
    for (MapFile& map : shipped_maps(connector)) maps_.push_back(std::move(map));
  check_private_folder(folder_);
  for (const std::filesystem::path& file : files_of(folder_)) {
    try {
      maps_.push_back(read_own_map(config_dir, file.stem().string()));
      maps_.back().name = file.stem().string();
    } catch (const Failure& failure) {
      MapFile broken;
      broken.name = file.stem().string();
      broken.origin = file.string();
      broken.file = file;
      broken.fault = failure.what();
      maps_.push_back(std::move(broken));
    }
  }
}

const v1::ConnectorDescriptor* MapCatalogue::connector(std::string_view id) const {
  const auto found = std::find_if(connectors_.begin(), connectors_.end(),
                                  [id](const auto& one) { return one.id() == id; });
  return found == connectors_.end() ? nullptr : &*found;
}

const MapFile* MapCatalogue::default_of(std::string_view connector) const {
  const auto found = std::find_if(maps_.begin(), maps_.end(), [connector](const MapFile& map) {
    return map.shipped() && map.connector == connector;
  });
  return found == maps_.end() ? nullptr : &*found;
}

MapFile MapCatalogue::find(std::string_view written) const {
  if (is_map_path(written)) return read_map_file(std::filesystem::path(written));
  std::vector<std::string> names;
  for (const MapFile& map : maps_) {
    if (map.name == written) return map;
    names.push_back(map.name);
  }
  throw Failure(ExitStatus::kConfig,
                "there is no map \"" + plain_text(written, 128) +
                    "\": no connector ships one of that "
                    "name, and " +
                    (folder_ / (std::string(written) + ".yaml")).string() + " does not exist",
                suggestion(written, names));
}

}  // namespace ingest::host
