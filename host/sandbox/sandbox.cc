// sandbox.cc - see sandbox.hpp.
//
// A comparison of an argument that the kernel reads as 32 bits is made under a mask of 32 bits, or
// as "not equal": a caller must not get by with something in the upper half.
#include "sandbox/sandbox.hpp"

#include <fcntl.h>
#include <linux/sockios.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "diagnostics/failure.hpp"
#include "sandbox/call_numbers.hpp"
#include "sandbox/sanitized.hpp"
#include "sandbox/seclusion.hpp"

namespace ingest::host {
namespace {

constexpr scmp_datum_t kLowHalf = 0xFFFFFFFFU;
constexpr scmp_datum_t kIoprioOfProcess = 1;

void expect(int result) {
  if (result >= 0) return;
  throw Failure(ExitStatus::kInternal,
                std::string("cannot take system calls from a process that runs a connector: "
                            "seccomp: ") +
                    std::strerror(-result),
                "ingest needs a kernel with CONFIG_SECCOMP_FILTER, and a container runtime that "
                "lets programs use it");
}

scmp_arg_cmp bits(unsigned argument, scmp_datum_t mask, scmp_datum_t value) {
  return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}
scmp_arg_cmp anything_but(unsigned argument, scmp_datum_t value) {
  return {argument, SCMP_CMP_NE, value, 0};
}

bool has_other_threads() {
  std::error_code error;
  std::filesystem::directory_iterator task("/proc/self/task", error);
  return error || std::distance(begin(task), end(task)) != 1;
}

class Filter {
 public:
  Filter() : context_(::seccomp_init(SCMP_ACT_ALLOW), &::seccomp_release) {
    if (!context_) expect(-ENOMEM);
    expect(::seccomp_attr_set(context_.get(), SCMP_FLTATR_API_SYSRAWRC, 1));
    expect(::seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_NNP, 1));
    reach_all_threads();
    // Where the kernel cannot end the process for such a call, it ends the thread, as by default.
    ::seccomp_attr_set(context_.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    expect(::seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2));
  }

  void deny(const std::vector<int>& calls) { add(SCMP_ACT_ERRNO(EPERM), calls, {}); }
  void deny(const std::vector<int>& calls, const scmp_arg_cmp& when) {
    add(SCMP_ACT_ERRNO(EPERM), calls, {when});
  }
  void deny_both(int call, const scmp_arg_cmp& when, const scmp_arg_cmp& and_when) {
    add(SCMP_ACT_ERRNO(EPERM), {call}, {when, and_when});
  }
  // As if the kernel had never heard of it: callers then take the older call, which is looked at.
  void hide(const std::vector<int>& calls) { add(SCMP_ACT_ERRNO(ENOSYS), calls, {}); }
  void load() { expect(::seccomp_load(context_.get())); }

 private:
  // Where an outer filter, such as systemd's, knows no seccomp() but only prctl(), there is no way
  // to reach threads that already run. Nor a need when there are none.
  void reach_all_threads() {
    const int result = ::seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_TSYNC, 1);
    if (result != 0 && has_other_threads()) expect(result);
  }
  void add(std::uint32_t action, const std::vector<int>& calls,
           const std::vector<scmp_arg_cmp>& when) {
    for (const int call : calls)
      expect(::seccomp_rule_add_array(context_.get(), action, call,
                                      static_cast<unsigned>(when.size()), when.data()));
  }
  std::unique_ptr<void, decltype(&::seccomp_release)> context_;
};

void deny_processes(Filter& filter) {
  // The leak check of a sanitizer clones a process that is not traced, and traces with it.
  constexpr scmp_datum_t kFits =
      kSanitized ? scmp_datum_t{CLONE_THREAD | CLONE_UNTRACED} : scmp_datum_t{CLONE_THREAD};
  filter.deny({SCMP_SYS(clone)}, bits(0, kFits, 0));
  for (const unsigned long kind :
       {0UL + CLONE_NEWNS, 0UL + CLONE_NEWCGROUP, 0UL + CLONE_NEWUTS, 0UL + CLONE_NEWIPC,
        0UL + CLONE_NEWUSER, 0UL + CLONE_NEWPID, 0UL + CLONE_NEWNET})
    filter.deny({SCMP_SYS(clone)}, bits(0, kind, kind));
  filter.hide({SCMP_SYS(clone3)});  // its flags lie in memory, where no filter sees them
  filter.deny({SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(execve), SCMP_SYS(execveat)});
  if (!kSanitized) filter.deny({SCMP_SYS(ptrace)});
  filter.deny({SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(kcmp),
               SCMP_SYS(process_madvise), SCMP_SYS(process_mrelease), SCMP_SYS(pidfd_open),
               SCMP_SYS(pidfd_getfd), SCMP_SYS(pidfd_send_signal), SCMP_SYS(tkill)});
  // abort() and raise() come with this process's own number.
  const auto self = static_cast<scmp_datum_t>(::getpid());
  filter.deny(
      {SCMP_SYS(kill), SCMP_SYS(tgkill), SCMP_SYS(rt_sigqueueinfo), SCMP_SYS(rt_tgsigqueueinfo)},
      anything_but(0, self));
  filter.deny({SCMP_SYS(prlimit64), SCMP_SYS(move_pages), SCMP_SYS(migrate_pages),
               SCMP_SYS(sched_setaffinity), SCMP_SYS(sched_setscheduler), SCMP_SYS(sched_setparam),
               SCMP_SYS(sched_setattr)},
              anything_but(0, 0));
  filter.deny({SCMP_SYS(setpriority)}, anything_but(0, PRIO_PROCESS));
  filter.deny({SCMP_SYS(ioprio_set)}, anything_but(0, kIoprioOfProcess));
  filter.deny({SCMP_SYS(setpriority), SCMP_SYS(ioprio_set)}, anything_but(1, 0));
  // It ends when its parent does.
  filter.deny({SCMP_SYS(prctl)}, bits(0, kLowHalf, PR_SET_PDEATHSIG));
}

// The kernel signals whoever is named as a descriptor's owner, with what signal the caller likes; a
// terminal's owner is all that runs in its foreground, even unnamed.
void deny_signals_by_descriptor(Filter& filter) {
  for (const int command : {F_SETOWN, F_SETOWN_EX, F_SETSIG})
    filter.deny({SCMP_SYS(fcntl)}, bits(1, kLowHalf, static_cast<scmp_datum_t>(command)));
  filter.deny_both(SCMP_SYS(fcntl), bits(1, kLowHalf, F_SETFL), bits(2, O_ASYNC, O_ASYNC));
  for (const unsigned long request :
       {0UL + FIOSETOWN, 0UL + SIOCSPGRP, 0UL + FIOASYNC, 0UL + TIOCSPGRP})
    filter.deny({SCMP_SYS(ioctl)}, bits(1, kLowHalf, request));
}

// Memory that counts for nobody once it is no longer mapped, and some of it outlives its process.
void deny_memory_beside_the_process(Filter& filter) {
  filter.deny({SCMP_SYS(memfd_create), SCMP_SYS(memfd_secret), SCMP_SYS(shmget), SCMP_SYS(semget),
               SCMP_SYS(msgget), SCMP_SYS(mq_open), SCMP_SYS(mq_unlink)});
}

void deny_administration(Filter& filter) {
  filter.deny({SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd),
               SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register),
               SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(chroot), SCMP_SYS(pivot_root)});
  filter.deny({SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(mount_setattr), SCMP_SYS(move_mount),
               SCMP_SYS(open_tree), SCMP_SYS(fsopen), SCMP_SYS(fsconfig), SCMP_SYS(fsmount),
               SCMP_SYS(fspick), SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(quotactl),
               SCMP_SYS(quotactl_fd), SCMP_SYS(open_by_handle_at)});
  filter.deny({SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key)});
  filter.deny({SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load), SCMP_SYS(init_module),
               SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(reboot), SCMP_SYS(acct),
               SCMP_SYS(syslog), SCMP_SYS(settimeofday), SCMP_SYS(clock_settime),
               SCMP_SYS(clock_adjtime), SCMP_SYS(adjtimex), SCMP_SYS(sethostname),
               SCMP_SYS(setdomainname), SCMP_SYS(iopl), SCMP_SYS(ioperm)});
  // Keys pressed on the terminal of whoever started us.
  for (const unsigned long request : {static_cast<unsigned long>(TIOCSTI), 0x541CUL /*TIOCLINUX*/})
    filter.deny({SCMP_SYS(ioctl)}, bits(1, kLowHalf, request));
}

void deny_changes_of_files(Filter& filter) {
  for (const int flag : {O_WRONLY, O_RDWR}) {
    const auto mode = static_cast<scmp_datum_t>(flag);
    filter.deny({SCMP_SYS(open)}, bits(1, O_ACCMODE, mode));
    filter.deny({SCMP_SYS(openat)}, bits(2, O_ACCMODE, mode));
  }
  for (const int flag : {O_CREAT, O_TRUNC}) {
    const auto bit = static_cast<scmp_datum_t>(flag);
    filter.deny({SCMP_SYS(open)}, bits(1, bit, bit));
    filter.deny({SCMP_SYS(openat)}, bits(2, bit, bit));
  }
  filter.hide({SCMP_SYS(openat2)});
  filter.deny({SCMP_SYS(creat), SCMP_SYS(truncate), SCMP_SYS(ftruncate), SCMP_SYS(fallocate),
               SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename), SCMP_SYS(renameat),
               SCMP_SYS(renameat2), SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(symlink),
               SCMP_SYS(symlinkat), SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(rmdir),
               SCMP_SYS(mknod), SCMP_SYS(mknodat)});
  filter.deny({SCMP_SYS(chmod), SCMP_SYS(fchmod), SCMP_SYS(fchmodat), SCMP_SYS(chown),
               SCMP_SYS(fchown), SCMP_SYS(lchown), SCMP_SYS(fchownat), SCMP_SYS(utime),
               SCMP_SYS(utimes), SCMP_SYS(utimensat), SCMP_SYS(futimesat), SCMP_SYS(setxattr),
               SCMP_SYS(lsetxattr), SCMP_SYS(fsetxattr), SCMP_SYS(removexattr),
               SCMP_SYS(lremovexattr), SCMP_SYS(fremovexattr)});
  // Of a file that is open for reading it changes flags, on some file systems makes new ones.
  filter.deny({SCMP_SYS(ioctl)});
}

}  // namespace

void enter_sandbox(SandboxKind kind) {
  give_up_capabilities();
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) expect(-errno);
  enter_domain_of_its_own();
  expect(hide_calls_not_reviewed());
  Filter filter;
  deny_processes(filter);
  deny_signals_by_descriptor(filter);
  deny_memory_beside_the_process(filter);
  deny_administration(filter);
  filter.deny({SCMP_SYS(listen)});
  if (kind == SandboxKind::kProbe) {
    // One end of a pair, too, can send to any socket that has a name.
    filter.deny({SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind)});
    deny_changes_of_files(filter);
  }
  filter.load();
}

}  // namespace ingest::host
