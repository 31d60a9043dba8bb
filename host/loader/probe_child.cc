// probe_child.cc - the child's side of a probe: limits first, then the file.
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>

#include "loader/connector_fault.hpp"
#include "loader/connector_library.hpp"
#include "loader/probe.hpp"
#include "loader/probe_frame.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/sanitized.hpp"

namespace ingest::host {
namespace {

void limit(int resource, rlim_t value, rlim_t grace = 0) {
  rlimit current{};
  if (::getrlimit(static_cast<__rlimit_resource_t>(resource), &current) != 0) return;
  if (current.rlim_max != RLIM_INFINITY && current.rlim_max < value) value = current.rlim_max;
  const rlimit wanted{value, std::min(value + grace, current.rlim_max)};
  ::setrlimit(static_cast<__rlimit_resource_t>(resource), &wanted);
}

void limit_resources(const ProbeLimits& limits) {
  limit(RLIMIT_CORE, 1);  // the one value that keeps a crash from a core handler's pipe too
  limit(RLIMIT_FSIZE, 0);
  // Where the parent does not get to it: then SIGXCPU comes before SIGKILL, and tells why.
  limit(RLIMIT_CPU, static_cast<rlim_t>(limits.computing.count() / 1000 + 2), 1);
  // A sanitizer's shadow is larger than any limit that makes sense.
  if (!kSanitized) limit(RLIMIT_AS, limits.address_space);
}

void send(ProbeFrame kind, const std::string& bytes) {
  const std::string frame = probe_frame(kind, bytes);
  for (std::size_t at = 0; at < frame.size();) {
    const ssize_t n = ::write(kProbeDescriptor, frame.data() + at, frame.size() - at);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) ::_exit(1);  // nobody listens any more
    at += static_cast<std::size_t>(n);
  }
}

}  // namespace

void run_probe_child(const std::filesystem::path& path, const ProbeLimits& limits) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  limit_resources(limits);
  try {
    enter_sandbox(SandboxKind::kProbe);
    const ConnectorLibrary& library =
        ConnectorLibrary::load(VettedFile::adopt(kProbedFile, path, {}),
                               [&](const std::string& stage) { send(ProbeFrame::kStage, stage); });
    send(ProbeFrame::kDetails, library.details().SerializeAsString());
  } catch (const Failure& e) {
    const auto* fault = dynamic_cast<const ConnectorFault*>(&e);
    send(ProbeFrame::kHint, e.hint());
    send(ProbeFrame::kFault, fault != nullptr ? fault->reason() : e.what());
  } catch (const std::exception& e) {
    send(ProbeFrame::kFault, e.what());
  }
  // Not exit(): the library's own exit handlers have no say in this.
  ::_exit(0);
}

}  // namespace ingest::host
