// file_ownership.hpp - who, beside this user and root, could change what a name leads to. Looks at
// every folder and every symbolic link on the way, and at what lies at its end. Thread-safe.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <vector>

#include "loader/file_fault.hpp"

namespace ingest::host {

// Whose files are run: root's, this process's user's, and those of whoever decides what this
// program is, which is run already: its owner, and all who could exchange it in its folder or one
// above.
struct TrustedOwners {
  std::vector<uid_t> users;
  std::filesystem::path program;  // canonical; folders above it are not judged. Empty: none is

  static TrustedOwners of_this_process();
};

// file: absolute. Each folder, link and the file at the end must belong to a trusted owner; folders
// and file must be writable to nobody else. A folder with the sticky bit, such as /tmp, may be:
// only an entry's owner can replace it there. A group may write when it is the owner's private
// group: of the owner's name, without other members.

std::optional<FileFault> ownership_fault(const std::filesystem::path& file,
                                         const TrustedOwners& trusted);

// The same of a file that is open. Owner and mode are asked of the descriptor, and the name must
// lead to it: if it does not, somebody replaced the file meanwhile, and what holds for the name
// says nothing of what was opened.
std::optional<FileFault> ownership_fault(const std::filesystem::path& file, int descriptor,
                                         const TrustedOwners& trusted);

// Of a folder, absolute, in which names are looked up later: nobody else may put anything there, so
// the sticky bit is no excuse for it. It may be missing, when nobody else can make it: then the
// nearest folder that there is may be writable to nobody else, nor have a sticky bit for excuse.
std::optional<FileFault> searched_folder_fault(const std::filesystem::path& folder,
                                               const TrustedOwners& trusted);

}  // namespace ingest::host
