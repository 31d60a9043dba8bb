// stop_bell.cc - see stop_bell.hpp.
#include "serve/stop_bell.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

namespace ingest::host {

static_assert(std::atomic<int>::is_always_lock_free, "or a signal handler could not use it");

StopBell::StopBell() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (event_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

StopBell::~StopBell() { ::close(event_); }

void StopBell::ring() noexcept {
  const int kept = errno;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(event_, &one, sizeof(one));
  errno = kept;
}

void StopBell::stop(int signal) noexcept {
  signal_.store(signal);
  stops_.fetch_add(1);
  ring();
}

void StopBell::reload() noexcept {
  reload_.store(true);
  ring();
}

void StopBell::silence() noexcept {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t taken = ::read(event_, &count, sizeof(count));
}

}  // namespace ingest::host
