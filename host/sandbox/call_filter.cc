// call_filter.cc - see call_filter.hpp.
#include "sandbox/call_filter.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <string>
#include <system_error>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

bool has_other_threads() {
  std::error_code error;
  std::filesystem::directory_iterator task("/proc/self/task", error);
  return error || std::distance(begin(task), end(task)) != 1;
}

}  // namespace

void check_seccomp(int result) {
  if (result >= 0) return;
  throw Failure(ExitStatus::kInternal,
                std::string("cannot take system calls from a process that runs a connector: "
                            "seccomp: ") +
                    std::strerror(-result),
                "ingest needs a kernel with CONFIG_SECCOMP_FILTER, and a container runtime that "
                "lets programs use it");
}

CallFilter::CallFilter() : context_(::seccomp_init(SCMP_ACT_ALLOW), &::seccomp_release) {
  if (!context_) check_seccomp(-ENOMEM);
  check_seccomp(::seccomp_attr_set(context_.get(), SCMP_FLTATR_API_SYSRAWRC, 1));
  check_seccomp(::seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_NNP, 1));
  reach_all_threads();
  // Where the kernel cannot end the process for such a call, it ends the thread, as by default.
  ::seccomp_attr_set(context_.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  check_seccomp(::seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2));
}

void CallFilter::deny(const std::vector<int>& calls, const std::vector<scmp_arg_cmp>& when) {
  add(SCMP_ACT_ERRNO(EPERM), calls, when);
}

void CallFilter::hide(const std::vector<int>& calls) { add(SCMP_ACT_ERRNO(ENOSYS), calls, {}); }

void CallFilter::trap(const std::vector<int>& calls, const std::vector<scmp_arg_cmp>& when) {
  add(SCMP_ACT_TRAP, calls, when);
}

void CallFilter::load() { check_seccomp(::seccomp_load(context_.get())); }

// Where an outer filter, such as systemd's, knows no seccomp() but only prctl(), there is no way
// to reach threads that already run. Nor a need when there are none.
void CallFilter::reach_all_threads() {
  const int result = ::seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_TSYNC, 1);
  if (result != 0 && has_other_threads()) check_seccomp(result);
}

void CallFilter::add(std::uint32_t action, const std::vector<int>& calls,
                     const std::vector<scmp_arg_cmp>& when) {
  for (const int call : calls)
    check_seccomp(::seccomp_rule_add_array(context_.get(), action, call,
                                           static_cast<unsigned>(when.size()), when.data()));
}

}  // namespace ingest::host
