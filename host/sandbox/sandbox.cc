// sandbox.cc - see sandbox.hpp.
#include "sandbox/sandbox.hpp"

#include <fcntl.h>
#include <linux/sockios.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>

#include "sandbox/call_filter.hpp"
#include "sandbox/call_numbers.hpp"
#include "sandbox/sanitized.hpp"
#include "sandbox/seclusion.hpp"

namespace ingest::host {
namespace {

constexpr scmp_datum_t kLowHalf = 0xFFFFFFFFU;
constexpr scmp_datum_t kIoprioOfProcess = 1;

void deny_processes(CallFilter& filter) {
  // The leak check of a sanitizer clones a process that is not traced, and traces with it.
  constexpr scmp_datum_t kFits =
      kSanitized ? scmp_datum_t{CLONE_THREAD | CLONE_UNTRACED} : scmp_datum_t{CLONE_THREAD};
  filter.deny({SCMP_SYS(clone)}, {argument_bits_are(0, kFits, 0)});
  for (const unsigned long kind :
       {0UL + CLONE_NEWNS, 0UL + CLONE_NEWCGROUP, 0UL + CLONE_NEWUTS, 0UL + CLONE_NEWIPC,
        0UL + CLONE_NEWUSER, 0UL + CLONE_NEWPID, 0UL + CLONE_NEWNET})
    filter.deny({SCMP_SYS(clone)}, {argument_bits_are(0, kind, kind)});
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
      {argument_is_not(0, self)});
  filter.deny({SCMP_SYS(prlimit64), SCMP_SYS(move_pages), SCMP_SYS(migrate_pages),
               SCMP_SYS(sched_setaffinity), SCMP_SYS(sched_setscheduler), SCMP_SYS(sched_setparam),
               SCMP_SYS(sched_setattr)},
              {argument_is_not(0, 0)});
  filter.deny({SCMP_SYS(setpriority)}, {argument_is_not(0, PRIO_PROCESS)});
  filter.deny({SCMP_SYS(ioprio_set)}, {argument_is_not(0, kIoprioOfProcess)});
  filter.deny({SCMP_SYS(setpriority), SCMP_SYS(ioprio_set)}, {argument_is_not(1, 0)});
  // It ends when its parent does.
  filter.deny({SCMP_SYS(prctl)}, {argument_bits_are(0, kLowHalf, PR_SET_PDEATHSIG)});
}

// The kernel signals whoever is named as a descriptor's owner, with what signal the caller likes; a
// terminal's owner is all that runs in its foreground, even unnamed.
void deny_signals_by_descriptor(CallFilter& filter) {
  for (const int command : {F_SETOWN, F_SETOWN_EX, F_SETSIG})
    filter.deny({SCMP_SYS(fcntl)},
                {argument_bits_are(1, kLowHalf, static_cast<scmp_datum_t>(command))});
  filter.deny({SCMP_SYS(fcntl)},
              {argument_bits_are(1, kLowHalf, F_SETFL), argument_bits_are(2, O_ASYNC, O_ASYNC)});
  for (const unsigned long request :
       {0UL + FIOSETOWN, 0UL + SIOCSPGRP, 0UL + FIOASYNC, 0UL + TIOCSPGRP})
    filter.deny({SCMP_SYS(ioctl)}, {argument_bits_are(1, kLowHalf, request)});
}

// Memory that counts for nobody once it is no longer mapped, and some of it outlives its process.
void deny_memory_beside_the_process(CallFilter& filter) {
  filter.deny({SCMP_SYS(memfd_create), SCMP_SYS(memfd_secret), SCMP_SYS(shmget), SCMP_SYS(semget),
               SCMP_SYS(msgget), SCMP_SYS(mq_open), SCMP_SYS(mq_unlink)});
}

void deny_administration(CallFilter& filter) {
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
    filter.deny({SCMP_SYS(ioctl)}, {argument_bits_are(1, kLowHalf, request)});
}

void deny_changes_of_files(CallFilter& filter) {
  for (const int flag : {O_WRONLY, O_RDWR}) {
    const auto mode = static_cast<scmp_datum_t>(flag);
    filter.deny({SCMP_SYS(open)}, {argument_bits_are(1, O_ACCMODE, mode)});
    filter.deny({SCMP_SYS(openat)}, {argument_bits_are(2, O_ACCMODE, mode)});
  }
  for (const int flag : {O_CREAT, O_TRUNC}) {
    const auto bit = static_cast<scmp_datum_t>(flag);
    filter.deny({SCMP_SYS(open)}, {argument_bits_are(1, bit, bit)});
    filter.deny({SCMP_SYS(openat)}, {argument_bits_are(2, bit, bit)});
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
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) check_seccomp(-errno);
  enter_domain_of_its_own();
  check_seccomp(hide_calls_not_reviewed());
  CallFilter filter;
  deny_processes(filter);
  deny_signals_by_descriptor(filter);
  deny_memory_beside_the_process(filter);
  deny_administration(filter);
  filter.deny({SCMP_SYS(listen)});
  // One end of a pair, too, can send to any socket that has a name.
  if (kind != SandboxKind::kWorker)
    filter.deny({SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind)});
  if (kind == SandboxKind::kProbe) deny_changes_of_files(filter);
  filter.load();
}

}  // namespace ingest::host
