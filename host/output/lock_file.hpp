// lock_file.hpp - a file that is locked with flock and holds the id of the process that has it. One
// thread an object.
#pragma once

#include <optional>
#include <string>

#include "output/file.hpp"

namespace ingest::host {

enum class LockMode { kAlone, kShared };

// Locks it, and writes who has it now. When others have it: one of them, "unknown" if none has said
// so. One that is dead by now is waited for, for a second at most: a process that it had started
// holds the lock for it, and ends with it, if not in the same instant. Throws a Failure when the
// file can't be locked or written.
std::optional<std::string> take_lock(File& file, LockMode mode);

}  // namespace ingest::host
