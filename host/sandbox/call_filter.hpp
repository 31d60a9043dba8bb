// call_filter.hpp - a seccomp filter for this process and all its threads, put together rule by
// rule. What no rule is about is allowed; calls of other architectures end the process. System
// calls are named by SCMP_SYS. Throws Failure (kInternal) when the kernel has no such filters.
//
// A comparison of an argument that the kernel reads as 32 bits is made under a mask of 32 bits, or
// as "not equal": a caller must not get by with something in the upper half.
#pragma once

#include <seccomp.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace ingest::host {

inline scmp_arg_cmp argument_bits_are(unsigned argument, scmp_datum_t mask, scmp_datum_t value) {
  return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}
inline scmp_arg_cmp argument_is_not(unsigned argument, scmp_datum_t value) {
  return {argument, SCMP_CMP_NE, value, 0};
}

// Throws that Failure for a negative errno, which is how libseccomp tells of errors.
void check_seccomp(int result);

class CallFilter {
 public:
  CallFilter();

  // Fails with EPERM; all conditions hold, if there are any.
  void deny(const std::vector<int>& calls, const std::vector<scmp_arg_cmp>& when = {});
  // As if the kernel had never heard of it: callers then take the older call, which is looked at.
  void hide(const std::vector<int>& calls);
  // Raises SIGSYS instead. Stronger than what other filters of the process say, but to end it.
  void trap(const std::vector<int>& calls, const std::vector<scmp_arg_cmp>& when = {});
  // From now on, for good.
  void load();

 private:
  void reach_all_threads();
  void add(std::uint32_t action, const std::vector<int>& calls,
           const std::vector<scmp_arg_cmp>& when);
  std::unique_ptr<void, decltype(&::seccomp_release)> context_;
};

}  // namespace ingest::host
