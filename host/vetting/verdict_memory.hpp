// verdict_memory.hpp - what probes found out, kept in STATE_DIR/connectors.json from one process to
// the next, so that a file that has not changed is not probed again.
//
// It is an aid, never a need: a file that is damaged, foreign or missing counts as no memory, and
// what cannot be written is not remembered. Another version of this program, or the same one
// rebuilt, starts anew, since it may judge otherwise. One thread; several processes may use one
// state directory, none sees a torn file.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "loader/opened_file.hpp"
#include "loader/probe.hpp"

namespace ingest::host {

struct RememberedVerdict {
  FileStamp stamp;
  Probe probe;
};

class VerdictMemory {
 public:
  // program is this executable. Never throws for what it finds.
  VerdictMemory(const std::filesystem::path& state_dir, const std::filesystem::path& program);

  // Of this very state of the file; null: nothing. path is canonical.
  const RememberedVerdict* find(const std::filesystem::path& path, const FileStamp& stamp) const;

  void keep(const std::filesystem::path& path, const FileStamp& stamp, const Probe& probe);
  void forget(const std::filesystem::path& path);

  // Writes what changed, if anything did, and drops what is remembered of files that are gone.
  // Never throws.
  void save() noexcept;

 private:
  using Verdicts = std::map<std::string, RememberedVerdict>;
  void write();

  std::filesystem::path folder_;
  std::string host_;  // whose verdicts they are
  Verdicts verdicts_;
  std::map<std::string, std::optional<RememberedVerdict>> changes_;  // none: forgotten
};

}  // namespace ingest::host
