// replaced_file.hpp - a file that is there as a whole, old or new, whatever happens: a kill, a
// power loss, a full disk.
#pragma once

#include <chrono>
#include <filesystem>
#include <string_view>

#include "output/file.hpp"

namespace ingest::host {

// Held by whoever changes the files of a folder, from reading what is there until the change is on
// disk. The kernel lets go when the process ends in whatever way. One thread.
class FolderLock {
 public:
  // Waits for other processes so long; then a Failure (kLocked). The folder must exist.
  explicit FolderLock(const std::filesystem::path& folder,
                      std::chrono::milliseconds patience = std::chrono::seconds(10));

 private:
  File folder_;
};

// On disk at return, readable to its owner alone. The caller holds the lock of the folder. What an
// earlier process that was killed left half-written is overwritten.
void replace_file(const std::filesystem::path& file, std::string_view content);

// Gone from the disk at return. No error when there is none. The caller holds the lock.
void remove_file(const std::filesystem::path& file);

}  // namespace ingest::host
