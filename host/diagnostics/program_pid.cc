// program_pid.cc - see program_pid.hpp.
#include "diagnostics/program_pid.hpp"

#include <unistd.h>

namespace ingest::host {
namespace {

pid_t stands_for = 0;  // 0: itself

}  // namespace

pid_t program_pid() noexcept { return stands_for != 0 ? stands_for : ::getpid(); }
void set_program_pid(pid_t pid) noexcept { stands_for = pid; }

}  // namespace ingest::host
