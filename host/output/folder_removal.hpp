// folder_removal.hpp - removes a folder of thousands of files. [thread-safe]
#pragma once

#include <filesystem>

namespace ingest::host {

// With all that is in it; what can't be removed stays. Several threads do it: each file that was
// brought to disk makes the file system wait, but it waits for many at a time.
void remove_folder(const std::filesystem::path& path) noexcept;

}  // namespace ingest::host
