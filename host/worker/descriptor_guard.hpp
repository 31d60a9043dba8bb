// descriptor_guard.hpp - remembers which files the standard descriptors and the host's own ones
// are, and sees after each connector call whether they still are. Immutable once made;
// thread-safe.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace ingest::host {

class DescriptorGuard {
 public:
  struct Own {
    int descriptor;
    const char* name;  // "its standard output"
  };
  // Of 0, 1 and 2, and own: what the process can't do without.
  explicit DescriptorGuard(const std::vector<Own>& own);

  // What was done to the standard descriptors: "closed the host's standard output"; empty: nothing.
  // Ends the process when one of its own is no longer what it was.
  std::string damage() const;

 private:
  struct Known {
    int descriptor;
    const char* name;
    dev_t device;
    ino_t inode;
  };
  enum class State { kSame, kClosed, kReplaced };
  static State state_of(const Known& known) noexcept;

  std::vector<Known> standard_;
  std::vector<Known> own_;
};

}  // namespace ingest::host
