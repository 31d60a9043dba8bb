// call_watch.hpp - notices system calls that a connector has no use for, and refuses them with
// EPERM: a seccomp filter and a handler for SIGSYS, in this process from now on. One of them, in
// the child of a case.
#pragma once

#include <string>
#include <vector>

namespace ingest::host::conformance {

class CallWatch {
 public:
  enum class What {
    kNetwork,    // sockets of the Internet, and of the kernel's own kinds
    kProcesses,  // new processes and programs; looking into others
  };
  // Throws Skipped when the kernel has no such filters.
  explicit CallWatch(What what);
  CallWatch(const CallWatch&) = delete;
  CallWatch& operator=(const CallWatch&) = delete;

  // The names of those that were called, each once.
  std::vector<std::string> seen() const;
};

}  // namespace ingest::host::conformance
