// plugin_folders.cc - see plugin_folders.hpp.
#include "loader/plugin_folders.hpp"

#include <algorithm>
#include <system_error>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

void add(std::vector<PluginFolder>& folders, const fs::path& path, const char* origin) {
  fs::path normal = path.lexically_normal();
  if (!normal.has_filename()) normal = normal.parent_path();  // no '/' at its end
  const bool known = std::any_of(folders.begin(), folders.end(),
                                 [&](const PluginFolder& f) { return f.path == normal; });
  if (!known) folders.push_back({normal, origin});
}

}  // namespace

std::vector<PluginFolder> plugin_folders(const std::vector<std::string>& flags,
                                         std::string_view environment, const fs::path& executable) {
  std::vector<PluginFolder> folders;
  for (const std::string& flag : flags) {
    if (flag.empty()) throw Failure(ExitStatus::kUsage, "--plugin-dir is empty", "name a folder");
    add(folders, fs::absolute(flag), "--plugin-dir");
  }
  while (!environment.empty()) {
    const std::size_t end = std::min(environment.find(':'), environment.size());
    const fs::path path = environment.substr(0, end);
    environment.remove_prefix(std::min(end + 1, environment.size()));
    if (path.empty()) continue;
    if (!path.is_absolute())
      throw Failure(ExitStatus::kConfig,
                    "INGEST_PLUGIN_PATH holds '" + path.string() + "', which is not absolute",
                    "write absolute paths, separated by ':'");
    add(folders, path, "INGEST_PLUGIN_PATH");
  }
  const fs::path prefix = executable.parent_path().parent_path();
  add(folders, prefix / "connectors", "built in");
  add(folders, prefix / "lib" / "ingest" / "connectors", "built in");
  return folders;
}

std::vector<fs::path> connector_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error))
    if (entries->path().extension() == ".so") files.push_back(entries->path());
  if (error && error != std::errc::no_such_file_or_directory)
    throw Failure(ExitStatus::kConfig,
                  "the connector folder " + folder.string() + " cannot be read: " + error.message(),
                  "check its permissions, or leave it out");
  std::sort(files.begin(), files.end());
  return files;
}

fs::path this_executable() {
  std::error_code error;
  const fs::path path = fs::read_symlink("/proc/self/exe", error);
  if (error)
    throw Failure(ExitStatus::kInternal, "/proc/self/exe cannot be read: " + error.message(),
                  "is /proc mounted?");
  return path;
}

}  // namespace ingest::host
