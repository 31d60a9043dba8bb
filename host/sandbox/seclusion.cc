// seclusion.cc - see seclusion.hpp.
#include "sandbox/seclusion.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

constexpr std::uint32_t bit(unsigned number) { return std::uint32_t{1} << number; }

// Output may lie in a folder of another user, and a secret in a file of one.
constexpr std::uint32_t kKept = bit(CAP_DAC_OVERRIDE) | bit(CAP_DAC_READ_SEARCH) | bit(CAP_FOWNER);

using Capabilities = std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3>;

bool reduce(Capabilities& all) {
  bool reduced = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::uint32_t kept = i == 0 ? kKept : 0;
    const __user_cap_data_struct before = all[i];
    all[i] = {before.effective & kept, before.permitted & kept, 0};
    reduced |= ((before.effective | before.permitted) & ~kept) != 0 || before.inheritable != 0;
  }
  return reduced;
}

// As of kernel 6.12; the older ones take it as long as what they do not know is zero.
struct Ruleset {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
  std::uint64_t scopes = 0;
};
constexpr std::uint64_t kRefer = std::uint64_t{1} << 13U;   // since version 2
constexpr std::uint64_t kSignals = std::uint64_t{1} << 1U;  // since version 6

// What is taken is given back for the whole tree: a domain is wanted, not its rules. Without kRefer
// files could no longer be moved between folders.
bool allow_all_below_root(int ruleset, std::uint64_t what) noexcept {
  const int root = ::open("/", O_PATH | O_CLOEXEC);
  if (root < 0) return false;
  const landlock_path_beneath_attr rule{what, root};
  const bool added =
      ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
  ::close(root);
  return added;
}

}  // namespace

void hide_process() noexcept { ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

void give_up_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  Capabilities all{};
  if (::syscall(SYS_capget, &header, all.data()) == 0 &&
      (!reduce(all) || ::syscall(SYS_capset, &header, all.data()) == 0))
    return;
  throw Failure(ExitStatus::kInternal,
                std::string("cannot take capabilities from a process that runs a connector: ") +
                    std::strerror(errno),
                "run ingest as a user without capabilities");
}

bool enter_domain_of_its_own() noexcept {
  constexpr int kFirstWithRefer = 2;
  constexpr int kFirstWithScopes = 6;
  const long version =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < kFirstWithRefer) return false;
  Ruleset rules;
  rules.files = kRefer;
  if (version >= kFirstWithScopes) rules.scopes = kSignals;
  const auto ruleset =
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &rules, sizeof(rules), 0));
  if (ruleset < 0) return false;
  const bool entered = allow_all_below_root(ruleset, rules.files) &&
                       ::syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  ::close(ruleset);
  return entered;
}

}  // namespace ingest::host
