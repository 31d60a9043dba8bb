// call_watch.cc - see call_watch.hpp.
#include "conformance/call_watch.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>

#include "conformance/outcome.hpp"

namespace ingest::host::conformance {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "name this machine's audit architecture here"
#endif

struct Watched {
  long number;
  const char* name;
};
constexpr Watched kWatched[] = {
    {SYS_socket, "socket"}, {SYS_execve, "execve"}, {SYS_execveat, "execveat"},
    {SYS_ptrace, "ptrace"}, {SYS_clone, "clone"},
#ifdef SYS_fork
    {SYS_fork, "fork"},     {SYS_vfork, "vfork"},
#endif
};
constexpr std::size_t kCount = sizeof(kWatched) / sizeof(kWatched[0]);
std::atomic<bool> g_seen[kCount];  // what a signal handler may touch

void note(int, siginfo_t* info, void* context) {
  for (std::size_t i = 0; i < kCount; ++i)
    if (kWatched[i].number == info->si_syscall) g_seen[i] = true;
  auto& machine = static_cast<ucontext_t*>(context)->uc_mcontext;
#if defined(__x86_64__)
  machine.gregs[REG_RAX] = -EPERM;
#else
  machine.regs[0] = static_cast<unsigned long long>(-EPERM);
#endif
}

class Filter {
 public:
  Filter() {
    load(offsetof(seccomp_data, arch));
    jump_unless(BPF_JEQ, kArchitecture, 1, 0);
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
  void hide(long number) {
    load(offsetof(seccomp_data, nr));
    jump_unless(BPF_JEQ, static_cast<std::uint32_t>(number), 0, 1);
    end(SECCOMP_RET_ERRNO | ENOSYS);
  }
  bool install() {
    end(SECCOMP_RET_ALLOW);
    const sock_fprog program{static_cast<unsigned short>(code_.size()), code_.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) ==
               0;
  }

 private:
  void load(std::size_t offset) {
    code_.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)));
  }
  void jump_unless(unsigned how, std::uint32_t value, unsigned char yes, unsigned char no) {
    code_.push_back(BPF_JUMP(static_cast<unsigned short>(BPF_JMP | how | BPF_K), value, yes, no));
  }
  void end(std::uint32_t action) { code_.push_back(BPF_STMT(BPF_RET | BPF_K, action)); }

  std::vector<sock_filter> code_;
};

}  // namespace

CallWatch::CallWatch(What what) {
  struct sigaction action {};
  action.sa_sigaction = &note;
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  ::sigaction(SIGSYS, &action, nullptr);
  Filter filter;
  if (what == What::kNetwork) {
    filter.trap_unless_first_is(SYS_socket, AF_UNIX);
  } else {
    filter.hide(SYS_clone3);
    filter.trap_without(SYS_clone, CLONE_THREAD);
    for (const Watched& watched : kWatched)
      if (watched.number != SYS_clone && watched.number != SYS_socket) filter.trap(watched.number);
  }
  if (!filter.install()) throw Skipped{"this kernel lets no process filter its system calls", {}};
}

std::vector<std::string> CallWatch::seen() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kCount; ++i)
    if (g_seen[i]) names.emplace_back(kWatched[i].name);
  return names;
}

}  // namespace ingest::host::conformance
