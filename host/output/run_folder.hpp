// run_folder.hpp - the folder of one run, from its first byte to its commit.
//
//   OUT/<connection>/.lock                 held by the run under way
//                    .partial/<run-id>/    everything, until the commit
//                    <run-id>/             a committed run
//                    latest -> <run-id>
//
// A reader sees a run as a whole or not at all: the commit is one rename, after everything is on
// disk. A run that isn't committed leaves nothing, and what a killed one left goes when the next
// one starts. One thread.
#pragma once

#include <filesystem>
#include <string>

#include "output/file.hpp"

namespace ingest::host {

class RunFolder {
 public:
  // Takes the connection's lock: a Failure with status kLocked says who holds it.
  RunFolder(const std::filesystem::path& out, const std::string& connection, std::string run_id);
  ~RunFolder();
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;

  std::filesystem::path partial() const { return partial_root() / run_id_; }
  std::filesystem::path segments() const { return partial() / "segments"; }
  std::filesystem::path committed() const { return connection_folder_ / run_id_; }

  std::filesystem::path latest() const { return connection_folder_ / "latest"; }

  // Removes the segments, then makes the rest a committed run, and the connection's latest one
  // unless that is to stay.
  enum class Latest { kMoves, kStays };
  void commit(Latest latest = Latest::kMoves);

 private:
  std::filesystem::path partial_root() const { return connection_folder_ / ".partial"; }
  void lock(const std::string& connection);
  void remove_leftovers();
  void point_latest_here();

  std::filesystem::path connection_folder_;
  std::string run_id_;
  File lock_;
  bool committed_ = false;
};

// Throws a Failure unless the name is safe as a folder's: [a-z0-9][a-z0-9._-]*, at most 128.
void check_connection_name(const std::string& name);

}  // namespace ingest::host
