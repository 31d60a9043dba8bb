// sandbox.hpp - takes from this process what a connector has no use for, for good: capabilities,
// and by a seccomp filter system calls. What is denied fails with EPERM, so that code which asks in
// passing goes on; what a newer kernel adds fails with ENOSYS.
//
// Denied to all kinds: starting processes and programs, namespaces, signals to other processes
// (by descriptors too), looking into them, changing their priority, listening, io_uring, memory
// outside of the process (memfd, System V), kernel interfaces for administrators, and calls of
// other architectures (which end the process). Threads can be started; their scheduling is theirs
// alone to change. A probe and a check moreover can open no socket; a probe can change no file, and
// has no ioctl.
#pragma once

namespace ingest::host {

enum class SandboxKind {
  kProbe,   // looks at one file
  kCheck,   // calls one connector, and answers its requests itself
  kWorker,  // runs one connector
};

// Applies to every thread of this process from now on, and to the process's own number: not to be
// called before a fork. Throws Failure (kInternal) when the kernel has no seccomp.
void enter_sandbox(SandboxKind kind);

}  // namespace ingest::host
