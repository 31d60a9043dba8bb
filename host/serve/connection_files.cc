// connection_files.cc - see connection_files.hpp.
#include "serve/connection_files.hpp"

#include <system_error>
#include <utility>

#include "diagnostics/failure.hpp"
#include "storage/private_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 10'000;

}  // namespace

ConnectionFiles::ConnectionFiles(fs::path config_dir) : config_dir_(std::move(config_dir)) {}

// Trouble with the folder is a fault of its own; then there are no files.
std::map<fs::path, ConnectionFiles::Stamp> ConnectionFiles::stamps_now() {
  std::map<fs::path, Stamp> stamps;
  const fs::path folder = connections_folder(config_dir_);
  faults_.erase(folder);
  try {
    check_private_folder(config_dir_);
    check_private_folder(folder);
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
      const fs::path& file = entry->path();
      // One that is being written, or an editor's.
      if (file.extension() != ".yaml" || file.filename().native().front() == '.') continue;
      if (stamps.size() == kMostFiles)
        throw Failure(ExitStatus::kConfig, folder.string() + " holds more than " +
                                               std::to_string(kMostFiles) + " connections");
      struct stat facts {};
      if (::lstat(file.c_str(), &facts) != 0) continue;  // gone meanwhile
      stamps[file] = {facts.st_dev, facts.st_ino, facts.st_size,
                      std::int64_t{facts.st_ctim.tv_sec} * 1'000'000'000 + facts.st_ctim.tv_nsec};
    }
    if (error && error != std::errc::no_such_file_or_directory)
      throw Failure(ExitStatus::kConfig, folder.string() + " can't be read: " + error.message());
  } catch (const Failure& failure) {
    faults_[folder] = failure.what();
    return {};
  }
  return stamps;
}

void ConnectionFiles::read(const fs::path& file) {
  const std::string name = file.stem().string();
  connections_.erase(name);
  faults_.erase(file);
  try {
    Connection connection = read_connection(find_connection(name, config_dir_));
    if (connection.name != name)
      throw Failure(ExitStatus::kConfig,
                    file.string() + ": its name is " + connection.name +
                        ", which the file's name must be as well: rename it to " + connection.name +
                        ".yaml, or change the name in it");
    connections_.emplace(name, std::move(connection));
  } catch (const Failure& failure) {
    faults_[file] = failure.what();
  }
}

bool ConnectionFiles::refresh(Read what) {
  const auto faults = faults_;
  std::map<fs::path, Stamp> stamps = stamps_now();
  bool changed = faults != faults_;
  for (const auto& [file, stamp] : stamps_) {
    if (stamps.contains(file)) continue;
    changed = true;
    connections_.erase(file.stem().string());
    faults_.erase(file);
  }
  for (const auto& [file, stamp] : stamps) {
    const auto before = stamps_.find(file);
    if (what == Read::kChanged && before != stamps_.end() && before->second == stamp) continue;
    changed = true;
    read(file);
  }
  stamps_ = std::move(stamps);
  return changed;
}

}  // namespace ingest::host
