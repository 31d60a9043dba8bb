// connection_removal.cc - see connection_removal.hpp.
#include "connection_files/connection_removal.hpp"

#include <optional>

#include "connection_files/connection_folder.hpp"
#include "storage/private_folder.hpp"
#include "storage/replaced_file.hpp"

namespace ingest::host {

Removed remove_connection(const ConnectionPlaces& places, const std::string& name,
                          StateStore::Runs runs) {
  const std::filesystem::path file = connection_file(places.config_dir, name);
  const std::filesystem::path folder = file.parent_path();
  check_private_folder(folder);
  std::optional<FolderLock> lock;
  if (is_taken(folder)) lock.emplace(folder);
  Removed removed;
  removed.file = is_taken(file);
  if (removed.file) remove_file(file);
  removed.secrets = places.secrets.remove_prefix(name);
  removed.state = places.states.state_of(name).has_value();
  if (removed.state || runs == StateStore::Runs::kGo) places.states.forget(name, runs);
  return removed;
}

}  // namespace ingest::host
