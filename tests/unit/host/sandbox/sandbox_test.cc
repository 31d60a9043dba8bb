// Each question is put to a child that entered the sandbox: a sandbox has no way out.
#include "sandbox/sandbox.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <thread>

#include "sandbox/call_numbers.hpp"
#include "sandbox/sanitized.hpp"

namespace ingest::host {
namespace {

// The child's wait status; it exits with what ask returns.
int in_sandbox(SandboxKind kind, const std::function<int()>& ask) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      enter_sandbox(kind);
    } catch (...) {
      ::_exit(120);
    }
    ::_exit(ask());
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return status;
}

// 0: denied; 1: let through; 2: failed for another reason.
int verdict(long result) { return result != -1 ? 1 : errno == EPERM ? 0 : 2; }

enum Expected { kDenied = 0, kLetThrough = 1, kOtherwise = 2 };

constexpr SandboxKind kAllKinds[] = {SandboxKind::kProbe, SandboxKind::kCheck,
                                     SandboxKind::kWorker};

void expect_of_all(Expected expected, const std::function<int()>& ask) {
  for (const SandboxKind kind : kAllKinds) {
    const int status = in_sandbox(kind, ask);
    ASSERT_TRUE(WIFEXITED(status)) << status;
    EXPECT_EQ(WEXITSTATUS(status), expected) << static_cast<int>(kind);
  }
}

TEST(Sandbox, NoProcessesAndPrograms) {
  expect_of_all(kDenied, [] { return verdict(::fork()); });
  expect_of_all(kDenied, [] { return verdict(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)); });
  expect_of_all(kDenied, [] {
    char* nothing[] = {nullptr};
    return verdict(::execve("/bin/true", nothing, nothing));
  });
  expect_of_all(kDenied, [] {
    char* nothing[] = {nullptr};
    return verdict(::syscall(SYS_execveat, AT_FDCWD, "/bin/true", nothing, nothing, 0));
  });
  // clone3 is not there at all, so that the C library takes clone for its threads.
  expect_of_all(kDenied, [] {
    return ::syscall(SYS_clone3, nullptr, 0) == -1 && errno == ENOSYS ? kDenied : kLetThrough;
  });
}

TEST(Sandbox, ThreadsCanBeStarted) {
  expect_of_all(kLetThrough, [] {
    int seen = 0;
    std::thread([&] { seen = 1; }).join();
    return seen;
  });
}

TEST(Sandbox, OtherProcessesAreOutOfReach) {
  expect_of_all(kDenied, [] { return verdict(::kill(::getppid(), 0)); });
  expect_of_all(kDenied, [] { return verdict(::kill(0, 0)); });
  expect_of_all(kDenied,
                [] { return verdict(::syscall(SYS_tgkill, ::getppid(), ::getppid(), 0)); });
  expect_of_all(kDenied, [] {
    char byte = 0;
    const iovec here{&byte, 1};
    return verdict(::process_vm_readv(::getppid(), &here, 1, &here, 1, 0));
  });
  expect_of_all(kDenied, [] {
    const rlimit none{0, 0};
    return verdict(::prlimit(::getppid(), RLIMIT_CORE, &none, nullptr));
  });
  expect_of_all(kLetThrough, [] { return verdict(::kill(::getpid(), 0)); });
}

// Only the lower half of a command or request counts for the kernel.
TEST(Sandbox, NoDescriptorSignalsAnotherProcess) {
  for (const unsigned long upper : {0UL, 1UL << 40U}) {
    for (const int command : {F_SETOWN, F_SETOWN_EX, F_SETSIG})
      expect_of_all(kDenied, [&] {
        f_owner_ex parent{F_OWNER_PID, ::getppid()};
        int ends[2];
        const long argument = command == F_SETOWN_EX ? reinterpret_cast<long>(&parent)
                              : command == F_SETSIG  ? SIGKILL
                                                     : ::getppid();
        return ::pipe(ends) != 0
                   ? kOtherwise
                   : verdict(::syscall(SYS_fcntl, ends[0],
                                       static_cast<unsigned long>(command) | upper, argument));
      });
    // A terminal's readers are told without being named.
    expect_of_all(kDenied, [&] {
      return verdict(::syscall(SYS_fcntl, 0, F_SETFL | upper, O_ASYNC | O_NONBLOCK));
    });
    for (const unsigned long request :
         {0UL + FIOSETOWN, 0UL + SIOCSPGRP, 0UL + FIOASYNC, 0UL + TIOCSPGRP})
      expect_of_all(kDenied, [&] {
        const int parent = ::getppid();
        return verdict(::syscall(SYS_ioctl, -1, request | upper, &parent));
      });
  }
  expect_of_all(kLetThrough, [] {
    int ends[2];
    return ::pipe(ends) != 0 ? kOtherwise : verdict(::fcntl(ends[0], F_SETFL, O_NONBLOCK));
  });
  // It dies with its parent, whatever it thinks of that.
  expect_of_all(kDenied, [] { return verdict(::prctl(PR_SET_PDEATHSIG, 0)); });
}

TEST(Sandbox, OthersKeepTheirPlaceInTheQueue) {
  for (const int kind : {PRIO_PROCESS, PRIO_PGRP, PRIO_USER})
    expect_of_all(kDenied, [&] { return verdict(::setpriority(kind, id_t(::getppid()), 19)); });
  expect_of_all(kDenied, [] { return verdict(::setpriority(PRIO_PGRP, 0, 19)); });
  expect_of_all(kDenied,
                [] { return verdict(::syscall(SYS_ioprio_set, 1, ::getppid(), 3 << 13)); });
  expect_of_all(kDenied, [] { return verdict(::syscall(SYS_ioprio_set, 2, 0, 3 << 13)); });
  expect_of_all(kDenied, [] {
    cpu_set_t all;
    CPU_ZERO(&all);
    CPU_SET(0, &all);
    return verdict(::sched_setaffinity(::getppid(), sizeof(all), &all));
  });
  for (const long call : {SYS_sched_setscheduler, SYS_sched_setparam, SYS_sched_setattr,
                          SYS_move_pages, SYS_migrate_pages})
    expect_of_all(kDenied, [&] { return verdict(::syscall(call, ::getppid(), 0, 0, 0, 0, 0)); });
  expect_of_all(kLetThrough, [] { return verdict(::setpriority(PRIO_PROCESS, 0, 19)); });
}

TEST(Sandbox, AThreadStaysInItsNamespaces) {
  for (const unsigned long kind :
       {0UL + CLONE_NEWNS, 0UL + CLONE_NEWCGROUP, 0UL + CLONE_NEWUTS, 0UL + CLONE_NEWIPC,
        0UL + CLONE_NEWUSER, 0UL + CLONE_NEWPID, 0UL + CLONE_NEWNET})
    expect_of_all(kDenied,
                  [&] { return verdict(::syscall(SYS_clone, CLONE_THREAD | kind, 0, 0, 0, 0)); });
}

TEST(Sandbox, NoMemoryThatCountsForNobody) {
  expect_of_all(kDenied, [] { return verdict(::memfd_create("x", 0)); });
  expect_of_all(kDenied, [] { return verdict(::syscall(SYS_memfd_secret, 0)); });
  expect_of_all(kDenied, [] { return verdict(::syscall(SYS_shmget, 0, 4096, 0600)); });
  expect_of_all(kDenied, [] { return verdict(::syscall(SYS_mq_open, "x", 0)); });
}

// Whatever kernel runs the test, and whatever it calls them.
TEST(Sandbox, WhatNewerKernelsAddIsNotThere) {
  for (const unsigned long number :
       {kLastReviewedCall + 1UL, 452UL /*fchmodat2*/, 463UL /*setxattrat*/, 466UL /*removexattrat*/,
        469UL /*file_setattr*/, 600UL, 5000UL, 0x3fffffffUL})
    expect_of_all(kDenied, [&] {
      return ::syscall(static_cast<long>(number), -1, 0, 0, 0, 0, 0) == -1 && errno == ENOSYS
                 ? kDenied
                 : kLetThrough;
    });
  expect_of_all(kLetThrough, [] {
    return verdict(::syscall(SYS_statx, 0, "", AT_EMPTY_PATH, 0, 0)) == kDenied ? kDenied
                                                                                : kLetThrough;
  });
}

TEST(Sandbox, AbortEndsTheProcessAsAlways) {
  for (const SandboxKind kind : kAllKinds) {
    const int status = in_sandbox(kind, [] {
      const rlimit none{0, 0};
      ::setrlimit(RLIMIT_CORE, &none);
      ::signal(SIGABRT, SIG_DFL);
      std::abort();
      return 0;
    });
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) << status;
  }
}

TEST(Sandbox, TheKernelsDarkCorners) {
  for (const long call :
       {SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_io_uring_setup, SYS_unshare, SYS_setns,
        SYS_mount, SYS_umount2, SYS_keyctl, SYS_add_key, SYS_kexec_load, SYS_init_module,
        SYS_finit_module, SYS_reboot, SYS_pivot_root, SYS_chroot})
    expect_of_all(kDenied, [&] { return verdict(::syscall(call, -1, 0, 0, 0, 0, 0)); });
  if (!kSanitized)
    expect_of_all(kDenied, [] { return verdict(::syscall(SYS_ptrace, 0, 0, 0, 0)); });
  expect_of_all(kDenied, [] { return verdict(::ioctl(-1, TIOCSTI, "x")); });
  expect_of_all(kDenied, [] {  // the kernel looks at half of the request only
    return verdict(::syscall(SYS_ioctl, -1, TIOCSTI | (1UL << 40U), "x"));
  });
}

TEST(Sandbox, AWorkerReachesTheNetworkButDoesNotListen) {
  const auto sockets = [] { return verdict(::socket(AF_INET, SOCK_STREAM, 0)); };
  EXPECT_EQ(WEXITSTATUS(in_sandbox(SandboxKind::kWorker, sockets)), kLetThrough);
  EXPECT_EQ(WEXITSTATUS(in_sandbox(SandboxKind::kProbe, sockets)), kDenied);
  EXPECT_EQ(WEXITSTATUS(in_sandbox(SandboxKind::kCheck, sockets)), kDenied);
  const auto pairs = [] {
    int ends[2];
    return verdict(::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends));
  };
  EXPECT_EQ(WEXITSTATUS(in_sandbox(SandboxKind::kWorker, pairs)), kLetThrough);
  EXPECT_EQ(WEXITSTATUS(in_sandbox(SandboxKind::kProbe, pairs)), kDenied);
  EXPECT_EQ(WEXITSTATUS(in_sandbox(SandboxKind::kCheck, pairs)), kDenied);
  expect_of_all(kDenied, [] { return verdict(::listen(-1, 1)); });
}

TEST(Sandbox, AProbeChangesNoFile) {
  const auto in_probe = [](const std::function<int()>& ask) {
    return WEXITSTATUS(in_sandbox(SandboxKind::kProbe, ask));
  };
  for (const int flags : {O_WRONLY, O_RDWR, O_RDONLY | O_CREAT, O_RDONLY | O_TRUNC}) {
    EXPECT_EQ(in_probe([&] { return verdict(::open("/dev/null", flags, 0600)); }), kDenied)
        << flags;
    EXPECT_EQ(in_probe([&] { return verdict(::syscall(SYS_open, "/dev/null", flags, 0600)); }),
              kDenied)
        << flags;
  }
  EXPECT_EQ(in_probe([] { return verdict(::open("/dev/null", O_RDONLY)); }), kLetThrough);
  for (const long call : {SYS_unlink, SYS_rename, SYS_mkdir, SYS_rmdir, SYS_chmod, SYS_truncate,
                          SYS_symlink, SYS_link, SYS_creat, SYS_unlinkat, SYS_fchmod})
    EXPECT_EQ(in_probe([&] { return verdict(::syscall(call, -1, -1, -1, 0)); }), kDenied) << call;
  for (const SandboxKind other : {SandboxKind::kCheck, SandboxKind::kWorker})
    EXPECT_EQ(WEXITSTATUS(in_sandbox(other, [] { return verdict(::open("/dev/null", O_RDWR)); })),
              kLetThrough);
}

// Nor what is noted of one that is open for reading.
TEST(Sandbox, AProbeHasNoIoctl) {
  const auto flags = [] {
    int none = 0;
    const int file = ::open("/proc/self/exe", O_RDONLY);
    return file < 0 ? kOtherwise : verdict(::ioctl(file, FS_IOC_SETFLAGS, &none));
  };
  EXPECT_EQ(WEXITSTATUS(in_sandbox(SandboxKind::kProbe, flags)), kDenied);
  const auto waiting = [] {
    int ends[2];
    int bytes = 0;
    return ::pipe(ends) != 0 ? kOtherwise : verdict(::ioctl(ends[0], FIONREAD, &bytes));
  };
  EXPECT_EQ(WEXITSTATUS(in_sandbox(SandboxKind::kProbe, waiting)), kDenied);
  EXPECT_EQ(WEXITSTATUS(in_sandbox(SandboxKind::kWorker, waiting)), kLetThrough);
}

// As under systemd's @system-service, which has prctl() only.
TEST(Sandbox, AnOuterFilterWithoutSeccompIsNoHindrance) {
#if defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizer has a thread of its own, and only seccomp() reaches other threads";
#endif
  const pid_t child = ::fork();
  if (child == 0) {
    // By hand: libseccomp would remember that it may use what the filter takes.
    sock_filter code[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
                          BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_seccomp, 0, 1),
                          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
                          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    const sock_fprog outer = {4, code};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &outer) != 0)
      ::_exit(121);
    try {
      enter_sandbox(SandboxKind::kProbe);
    } catch (...) {
      ::_exit(120);
    }
    ::_exit(verdict(::fork()));
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), kDenied);
}

#if defined(__x86_64__)
// The call table of 32-bit programs has other numbers, which no rule is about.
TEST(Sandbox, CallsOfAnotherArchitectureEndTheProcess) {
  const int status = in_sandbox(SandboxKind::kWorker, [] {
    long result = 20;  // getpid there
    asm volatile("int $0x80" : "+a"(result) : : "memory");
    return 0;
  });
  EXPECT_TRUE(WIFSIGNALED(status)) << status;
}

TEST(Sandbox, CallsOfTheX32TableEndTheProcess) {
  constexpr long kX32 = 0x40000000;
  const int status = in_sandbox(SandboxKind::kWorker, [] {
    ::syscall(kX32 | SYS_getpid);
    return 0;
  });
  EXPECT_TRUE(WIFSIGNALED(status)) << status;
}
#endif

}  // namespace
}  // namespace ingest::host
