// file_ownership.hpp - who, beside this user and root, could change what a name leads to. Looks at
// every folder and every symbolic link on the way, and at the file. Thread-safe.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <vector>

#include "loader/file_fault.hpp"

namespace ingest::host {

// The users whose files are run: root, this process's, and the owner of this program, which is run
// already.
std::vector<uid_t> trusted_owners();

// file: absolute. Each folder, link and the file at the end must belong to a trusted owner; folders
// and file must be writable to nobody else. A folder with the sticky bit, such as /tmp, may be:
// only an entry's owner can replace it there. A group may write when it is the owner's private
// group: of the owner's name, without other members. What is missing is a fault, unless it is said
// to be fine: then nobody else can put it there.
enum class Missing { kFault, kFine };
std::optional<FileFault> ownership_fault(const std::filesystem::path& file,
                                         const std::vector<uid_t>& trusted,
                                         Missing missing = Missing::kFault);

}  // namespace ingest::host
