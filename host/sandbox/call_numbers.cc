// call_numbers.cc - see call_numbers.hpp. By hand: a library knows the calls of its time only, and
// has no rule for a range of numbers.
#include "sandbox/call_numbers.hpp"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>

namespace ingest::host {
namespace {

static_assert(SYS_clone3 == 435,
              "the numbers here are those of the table that is common since 424");

// x86-64 alone had numbers of its own up to here; the common table goes on at 424.
constexpr unsigned kLastOfOldTable = 336;
constexpr unsigned kFirstOfCommonTable = 424;

}  // namespace

int hide_calls_not_reviewed() noexcept {
  const unsigned architecture = ::seccomp_arch_native();
  constexpr auto kNumber = static_cast<unsigned>(offsetof(seccomp_data, nr));
  constexpr auto kArchitecture = static_cast<unsigned>(offsetof(seccomp_data, arch));
  std::array code = {sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kArchitecture),
                     sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0),
                     sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
                     sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kNumber),
                     sock_filter BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, kLastReviewedCall, 3, 0),
                     sock_filter BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, kFirstOfCommonTable, 1, 0),
                     sock_filter BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, kLastOfOldTable, 1, 0),
                     sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
                     sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS)};
  const sock_fprog program = {static_cast<unsigned short>(code.size()), code.data()};
  if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0)
    return 0;
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 ? 0 : -errno;
}

}  // namespace ingest::host
