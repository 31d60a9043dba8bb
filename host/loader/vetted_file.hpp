// vetted_file.hpp - a connector's file as it was found fit: what was looked at is what is loaded,
// whatever is put in its place meanwhile. Immutable, movable; thread-safe as such.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "loader/file_rules.hpp"
#include "loader/opened_file.hpp"

namespace ingest::host {

class VettedFile {
 public:
  // Finds, opens and vets it: docs/vetting.md says what is asked of a file. Runs nothing of it.
  // Throws ConnectorFault.
  static VettedFile open(const std::filesystem::path& file, const FileRules& rules = {});

  // Takes over a descriptor that a process of this program opened, vetted and handed down, with
  // what it said of it; neither is examined again. Throws ConnectorFault when the descriptor is not
  // a regular file that can be read, and closes it.
  static VettedFile adopt(int descriptor, const std::filesystem::path& path,
                          const std::string& sha256);

  // Of one that was examined, and its digest taken.
  VettedFile(OpenedFile file, std::string sha256)
      : file_(std::move(file)), sha256_(std::move(sha256)) {}

  int descriptor() const noexcept { return file_.descriptor(); }  // at no certain offset
  const std::filesystem::path& path() const noexcept { return file_.path(); }  // canonical
  const FileStamp& stamp() const noexcept { return file_.stamp(); }
  const std::string& sha256() const noexcept { return sha256_; }  // of the content, hexadecimal

 private:
  OpenedFile file_;
  std::string sha256_;
};

// The SHA-256 of what the file holds. Throws ConnectorFault when it cannot be read.
std::string digest_of(const OpenedFile& file);

}  // namespace ingest::host
