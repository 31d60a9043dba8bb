// call_numbers.hpp - a second filter, by number: what a newer kernel adds is not there.
#pragma once

namespace ingest::host {

// The last system call whose meaning sandbox.cc was written with: set_mempolicy_home_node.
constexpr unsigned kLastReviewedCall = 450;

// Calls with a higher number, and of x86's unused numbers in between, fail with ENOSYS from now on;
// those of another architecture end the process. Needs no_new_privs. Reaches all threads where it
// can, else this one. A negative error number when it can't be done.
int hide_calls_not_reviewed() noexcept;

}  // namespace ingest::host
