// usual_connection.cc - see usual_connection.hpp.
#include "cli/usual_connection.hpp"

#include <utility>
#include <vector>

#include "cli/maps_command.hpp"
#include "connection_files/connection_folder.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"
#include "recording/recording_reader.hpp"

namespace ingest::host {
namespace {

// Those that can be used; of the others the commands about connections tell.
std::vector<Connection> connections_in(const std::filesystem::path& config_dir) {
  std::vector<Connection> all;
  for (ConnectionFile& file : list_connection_files(config_dir))
    if (file.connection) all.push_back(std::move(*file.connection));
  return all;
}

std::vector<std::string> files_of(const std::vector<Connection>& all, const auto& fits) {
  std::vector<std::string> files;
  for (const Connection& one : all)
    if (fits(one)) files.push_back(one.file.string());
  return files;
}

}  // namespace

std::string usual_connection(const std::string& map, const std::filesystem::path& recording,
                             const Surroundings& surroundings) {
  const std::vector<Connection> all = connections_in(surroundings.config_dir);
  if (!recording.empty()) {
    const std::string recorded = RecordingReader(recording).manifest().connection();
    const auto files = files_of(all, [&](const auto& one) { return one.name == recorded; });
    if (files.size() == 1) return files.front();
  }
  const auto using_it = files_of(all, [&](const Connection& one) { return one.map == map; });
  if (using_it.size() == 1) return using_it.front();
  const std::string connector =
      map == "default" ? std::string() : map_catalogue(surroundings).find(map).connector;
  const auto of_connector = files_of(
      all, [&](const Connection& one) { return connector.empty() || one.plugin == connector; });
  if (of_connector.size() == 1) return of_connector.front();
  std::vector<std::string> names;
  for (const Connection& one : all)
    if (connector.empty() || one.plugin == connector) names.push_back(plain_text(one.name, 64));
  throw Failure(
      ExitStatus::kUsage,
      "which connection? " +
          (names.empty()
               ? "There is none" +
                     (connector.empty() ? std::string() : " of " + plain_text(connector, 64)) +
                     " in " + connections_folder(surroundings.config_dir).string()
               : "There are " + joined(names)),
      "name it after the map: its name, or the path of its file");
}

}  // namespace ingest::host
