// plugin_folders.hpp - where connectors lie, in the order in which they are searched: --plugin-dir,
// INGEST_PLUGIN_PATH, the build tree's or the installation's own. Pure but for looking at folders.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ingest::host {

struct PluginFolder {
  std::filesystem::path path;  // absolute
  std::string origin;          // for people: "--plugin-dir", "INGEST_PLUGIN_PATH", "built in"
};

// flags are made absolute; environment is a colon list of absolute paths, Failure (kConfig) for
// any other. executable is where this program lies. A folder named twice counts once.
std::vector<PluginFolder> plugin_folders(const std::vector<std::string>& flags,
                                         std::string_view environment,
                                         const std::filesystem::path& executable);

// The folder's *.so entries, sorted by name; none when there is no such folder.
std::vector<std::filesystem::path> connector_files(const std::filesystem::path& folder);

// Absolute path of the running program.
std::filesystem::path this_executable();

}  // namespace ingest::host
