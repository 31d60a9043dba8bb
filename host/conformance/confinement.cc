// confinement.cc - see confinement.hpp.
#include "conformance/confinement.hpp"

#include <cstring>
#include <string>

#include "conformance/call_filter.hpp"
#include "diagnostics/failure.hpp"
#include "sandbox/sandbox.hpp"

namespace ingest::host::conformance {

void confine_this_process() {
  enter_sandbox(SandboxKind::kWorker);
  CallFilter filter;
  // One end of a pair, too, can send to any socket that has a name.
  for (const long call : {SYS_socket, SYS_socketpair, SYS_connect, SYS_bind}) filter.deny(call);
  if (!filter.install())
    throw Failure(
        ExitStatus::kInternal,
        std::string("cannot take sockets from a process that runs a connector: seccomp: ") +
            std::strerror(errno),
        "ingest needs a kernel with CONFIG_SECCOMP_FILTER, and a container runtime that "
        "lets programs use it");
}

}  // namespace ingest::host::conformance
