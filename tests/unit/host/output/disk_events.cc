#include "disk_events.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <mutex>
#include <utility>

namespace ingest::host {
namespace {

std::mutex mutex;
std::vector<std::string>& events() {
  static auto& all = *new std::vector<std::string>;
  return all;
}

}  // namespace

std::vector<std::string> take_disk_events() {
  const std::lock_guard lock(mutex);
  return std::exchange(events(), {});
}

void note_disk_event(const std::string& event) {
  const std::lock_guard lock(mutex);
  events().push_back(event);
}

}  // namespace ingest::host

extern "C" {

int fsync(int descriptor) {
  std::string path(4096, '\0');
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  const ssize_t size = ::readlink(link.c_str(), path.data(), path.size());
  path.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  ingest::host::note_disk_event("fsync " + path);
  return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

int rename(const char* from, const char* to) noexcept {
  ingest::host::note_disk_event(std::string("rename ") + from + " " + to);
  return static_cast<int>(::syscall(SYS_renameat2, -100, from, -100, to, 0));
}
}
