// connection_files.hpp - the connections of the configuration directory, as their files are now. A
// file that can't be used is told and keeps the others from nothing. One thread.
#pragma once

#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <string>

#include "connection/connection.hpp"

namespace ingest::host {

class ConnectionFiles {
 public:
  explicit ConnectionFiles(std::filesystem::path config_dir);

  // Looks at the folder; whether anything is another than before. Files that are what they were are
  // not read again, unless all is said.
  enum class Read { kChanged, kAll };
  bool refresh(Read what);

  // By name, which is also the file's: CONFIG/connections/NAME.yaml.
  const std::map<std::string, Connection>& connections() const noexcept { return connections_; }
  // By file: why it is not used. The folder itself may be among them.
  const std::map<std::filesystem::path, std::string>& faults() const noexcept { return faults_; }

 private:
  // What changes when a file does.
  struct Stamp {
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    std::int64_t changed_at = 0;  // nanoseconds; ctime, which nobody can set back
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  std::map<std::filesystem::path, Stamp> stamps_now();
  void read(const std::filesystem::path& file);

  std::filesystem::path config_dir_;
  std::map<std::filesystem::path, Stamp> stamps_;
  std::map<std::string, Connection> connections_;
  std::map<std::filesystem::path, std::string> faults_;
};

}  // namespace ingest::host
