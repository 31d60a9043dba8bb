// call_filter.hpp - a seccomp filter, put together rule by rule: of system calls of this machine's
// own architecture, by number and at most one argument's lower half.
#pragma once

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ingest::host::conformance {

#if defined(__x86_64__)
inline constexpr std::uint32_t kAuditArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
inline constexpr std::uint32_t kAuditArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "name this machine's audit architecture here"
#endif

class CallFilter {
 public:
  CallFilter() {
    load(offsetof(seccomp_data, arch));
    jump_unless(BPF_JEQ, kAuditArchitecture, 1, 0);
    end(SECCOMP_RET_ALLOW);
  }
  void trap(long number) {
    load(offsetof(seccomp_data, nr));
    jump_unless(BPF_JEQ, static_cast<std::uint32_t>(number), 0, 1);
    end(SECCOMP_RET_TRAP);
  }
  // Unless the first argument is value.
  void trap_unless_first_is(long number, std::uint32_t value) {
    load(offsetof(seccomp_data, nr));
    jump_unless(BPF_JEQ, static_cast<std::uint32_t>(number), 0, 3);
    load(offsetof(seccomp_data, args));
    jump_unless(BPF_JEQ, value, 1, 0);
    end(SECCOMP_RET_TRAP);
  }
  // Unless the first argument has all of bits.
  void trap_without(long number, std::uint32_t bits) {
    load(offsetof(seccomp_data, nr));
    jump_unless(BPF_JEQ, static_cast<std::uint32_t>(number), 0, 3);
    load(offsetof(seccomp_data, args));
    jump_unless(BPF_JSET, bits, 1, 0);
    end(SECCOMP_RET_TRAP);
  }
  // As on a kernel that does not have it, so that libraries fall back to an older one.
  void hide(long number) { fail(number, ENOSYS); }
  void deny(long number) { fail(number, EPERM); }
  // Reaches all threads of the process. False, with errno, when the kernel won't have it.
  bool install() {
    end(SECCOMP_RET_ALLOW);
    const sock_fprog program{static_cast<unsigned short>(code_.size()), code_.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) ==
               0;
  }

 private:
  void fail(long number, std::uint32_t error) {
    load(offsetof(seccomp_data, nr));
    jump_unless(BPF_JEQ, static_cast<std::uint32_t>(number), 0, 1);
    end(SECCOMP_RET_ERRNO | error);
  }
  void load(std::size_t offset) {
    code_.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)));
  }
  void jump_unless(unsigned how, std::uint32_t value, unsigned char yes, unsigned char no) {
    code_.push_back(BPF_JUMP(static_cast<unsigned short>(BPF_JMP | how | BPF_K), value, yes, no));
  }
  void end(std::uint32_t action) { code_.push_back(BPF_STMT(BPF_RET | BPF_K, action)); }

  std::vector<sock_filter> code_;
};

}  // namespace ingest::host::conformance
