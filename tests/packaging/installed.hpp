// installed.hpp - what packaging.make installed, and commands as somebody types them who has
// nothing else of this project. Not thread-safe.
#pragma once

#include <filesystem>
#include <string>

#include "tenant.hpp"

namespace ingest::e2e {

std::filesystem::path installed_prefix();  // cmake --install
std::filesystem::path packages();          // the folder of the .deb files
std::filesystem::path unpacked_system();   // all of them, unpacked

// A shell in a folder of its own, with PREFIX/bin and the system's own programs on its PATH, and
// the compilers told to be quick and strict.
class Shell {
 public:
  explicit Shell(std::filesystem::path prefix) : prefix_(std::move(prefix)) {}
  // Ends at the first command that fails.
  ProcessResult run(const std::string& commands) const;
  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  std::filesystem::path prefix_;
  TemporaryFolder folder_;
};

}  // namespace ingest::e2e
