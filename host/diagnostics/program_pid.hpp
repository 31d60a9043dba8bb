// program_pid.hpp - the process that people know this program by. That is this one, but for a
// worker: then it is the one that was started by hand, and that a signal is to be sent to. Set
// once, before other threads; then thread-safe.
#pragma once

#include <sys/types.h>

namespace ingest::host {

pid_t program_pid() noexcept;
void set_program_pid(pid_t pid) noexcept;

}  // namespace ingest::host
