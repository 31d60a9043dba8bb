// call_watch.cc - see call_watch.hpp.
#include "conformance/call_watch.hpp"

#include <sched.h>
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
#include "diagnostics/failure.hpp"
#include "sandbox/call_filter.hpp"

namespace ingest::host::conformance {
namespace {

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

}  // namespace

CallWatch::CallWatch(What what) {
  struct sigaction action {};
  action.sa_sigaction = &note;
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  ::sigaction(SIGSYS, &action, nullptr);
  try {
    CallFilter filter;
    if (what == What::kNetwork) {
      filter.trap({SCMP_SYS(socket)}, {argument_is_not(0, AF_UNIX)});
    } else {
      filter.hide({SCMP_SYS(clone3)});
      filter.trap({SCMP_SYS(clone)}, {argument_bits_are(0, CLONE_THREAD, 0)});
      filter.trap({SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(execve), SCMP_SYS(execveat),
                   SCMP_SYS(ptrace)});
    }
    filter.load();
  } catch (const Failure&) {
    throw Skipped{"this kernel lets no process filter its system calls", {}};
  }
}

std::vector<std::string> CallWatch::seen() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kCount; ++i)
    if (g_seen[i]) names.emplace_back(kWatched[i].name);
  return names;
}

}  // namespace ingest::host::conformance
