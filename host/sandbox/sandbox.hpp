// sandbox.hpp - takes from this process what a connector has no use for, for good: a seccomp filter
// for system calls. What is denied fails with EPERM, so that code which asks in passing goes on.
//
// Denied to both kinds: starting processes and programs, signals to other processes, looking into
// them, listening, io_uring, kernel interfaces for administrators, and calls of other architectures
// (which end the process). Threads can be started. A probe moreover can open no socket and change
// no file.
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
