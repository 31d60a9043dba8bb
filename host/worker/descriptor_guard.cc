// descriptor_guard.cc - see descriptor_guard.hpp.
#include "worker/descriptor_guard.hpp"

#include <sys/stat.h>

#include "worker/last_words.hpp"

namespace ingest::host {

DescriptorGuard::DescriptorGuard(const std::vector<Own>& own) {
  const auto remember = [](std::vector<Known>& list, int descriptor, const char* name) {
    struct stat facts {};
    if (::fstat(descriptor, &facts) == 0)
      list.push_back({descriptor, name, facts.st_dev, facts.st_ino});
  };
  remember(standard_, 0, "standard input");
  remember(standard_, 1, "standard output");
  remember(standard_, 2, "standard error");
  for (const Own& one : own) remember(own_, one.descriptor, one.name);
}

DescriptorGuard::State DescriptorGuard::state_of(const Known& known) noexcept {
  struct stat facts {};
  if (::fstat(known.descriptor, &facts) != 0) return State::kClosed;
  return facts.st_dev == known.device && facts.st_ino == known.inode ? State::kSame
                                                                     : State::kReplaced;
}

std::string DescriptorGuard::damage() const {
  std::string gone;
  for (const Known& known : own_)
    if (state_of(known) != State::kSame)
      gone += (gone.empty() ? "" : ", ") + std::string(known.name);
  if (!gone.empty()) end_without_descriptors(gone);
  for (const Known& known : standard_) {
    const State state = state_of(known);
    if (state == State::kSame) continue;
    return (state == State::kClosed ? "closed the host's " : "replaced the host's ") +
           std::string(known.name);
  }
  return {};
}

}  // namespace ingest::host
