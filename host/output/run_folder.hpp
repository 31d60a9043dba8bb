// run_folder.hpp - the folder of one run, from its first byte to its commit.
//
//   OUT/<connection>/.lock                        held by the run under way
//                    .partial/<run-id>/           the work of a run that isn't committed
//                                      manifest.json   what the run is
//                                      segments/       its finished units, for --resume
//                                      run/            becomes <run-id>/
//                    <run-id>/                    a committed run
//                    latest -> <run-id>
//
// A reader sees a run as a whole or not at all: the commit is one rename, after everything is on
// disk. The segments go after it, so at no instant is there neither the run nor what it takes to
// finish it. One thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "output/file.hpp"

namespace ingest::host {

class RunFolder {
 public:
  // Takes the connection's lock: a Failure with status kLocked says who holds it. Ends the commit
  // of a run that was killed in the middle of it.
  RunFolder(const std::filesystem::path& out, const std::string& connection, std::string run_id);
  // Unless committed or kept, the run leaves nothing.
  ~RunFolder();
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;

  std::filesystem::path work() const { return work_of(run_id_); }
  std::filesystem::path manifest() const { return work() / "manifest.json"; }
  std::filesystem::path segments() const { return work() / "segments"; }
  std::filesystem::path partial() const { return work() / "run"; }
  std::filesystem::path committed() const { return connection_folder_ / run_id_; }

  std::filesystem::path latest() const { return connection_folder_ / "latest"; }

  // Runs that began earlier and were not committed, newest first.
  std::vector<std::string> earlier() const;
  std::filesystem::path work_of(const std::string& run_id) const { return partial_root() / run_id; }
  // The earlier run's segments become this run's, which is kept from now on. The manifest of this
  // run must be on disk.
  void take_over(const std::string& run_id);
  // All of them but one; empty: all. What can't be removed stays.
  void remove_earlier(const std::string& but = {}) noexcept;

  // Brings the entries of the work's folders to disk.
  void sync();
  // Manifest and segments outlive this object.
  void keep() noexcept { kept_ = true; }

  // Makes partial() a committed run, and the connection's latest one unless that is to stay. Then
  // its work is removed.
  enum class Latest { kMoves, kStays };
  void commit(Latest latest = Latest::kMoves);
  bool is_committed() const noexcept { return committed_; }

 private:
  std::filesystem::path partial_root() const { return connection_folder_ / ".partial"; }
  // There while a run that leaves latest alone is being committed.
  std::filesystem::path latest_stays_in(const std::string& run_id) const {
    return work_of(run_id) / "latest-stays";
  }
  void lock(const std::string& connection);
  void end_commits();
  void check_places() const;
  void point_latest_to(const std::string& run_id);

  std::filesystem::path connection_folder_;
  std::string run_id_;
  File lock_;
  bool kept_ = false;
  bool committed_ = false;
};

// Throws a Failure unless the name is safe as a folder's: [a-z0-9][a-z0-9._-]*, at most 128.
void check_connection_name(const std::string& name);

}  // namespace ingest::host
