// sandbox.hpp - takes from this process what a connector has no use for, for good: capabilities,
// and by a seccomp filter system calls. What is denied fails with EPERM, so that code which asks in
// passing goes on; what a newer kernel adds fails with ENOSYS.
//
// Denied to both kinds: starting processes and programs, namespaces, signals to other processes
// (by descriptors too), looking into them, changing their priority, listening, io_uring, memory
// outside of the process (memfd, System V), kernel interfaces for administrators, and calls of
// other architectures (which end the process). Threads can be started; their scheduling is theirs
// alone to change. A probe moreover can open no socket, change no file, and has no ioctl.
#pragma once

namespace ingest::host {

enum class SandboxKind {
  kProbe,   // looks at one file
  kWorker,  // runs one connector
};

// Applies to every thread of this process from now on, and to the process's own number: not to be
// called before a fork. Throws Failure (kInternal) when the kernel has no seccomp.
void enter_sandbox(SandboxKind kind);

}  // namespace ingest::host
