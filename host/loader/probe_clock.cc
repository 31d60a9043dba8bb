// probe_clock.cc - see probe_clock.hpp.
#include "loader/probe_clock.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>

namespace ingest::host {
namespace {

using std::chrono::nanoseconds;

std::string read_proc(pid_t child, const char* name) {
  const std::string path = "/proc/" + std::to_string(child) + "/" + name;
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return {};
  std::array<char, 1024> text;
  const ssize_t size = ::read(descriptor, text.data(), text.size());
  ::close(descriptor);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string();
}

}  // namespace

void ProbeClock::start(pid_t child) {
  child_ = child;
  begin_ = Clock::now();
  at_start_ = shares();
  computed_at_start_ = processor_time();
}

nanoseconds ProbeClock::processor_time() const {
  clockid_t clock = 0;
  timespec time{};
  if (::clock_getcpuclockid(child_, &clock) != 0 || ::clock_gettime(clock, &time) != 0) return {};
  return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

nanoseconds ProbeClock::computed() const { return processor_time() - computed_at_start_; }

ProbeClock::Shares ProbeClock::shares() const {
  long long run = 0;
  long long wait = 0;
  if (std::sscanf(read_proc(child_, "schedstat").c_str(), "%lld %lld", &run, &wait) != 2) return {};
  return {nanoseconds(run), nanoseconds(wait), true};
}

// The state follows the program's name in parentheses, which may hold any character.
bool ProbeClock::asleep() const {
  const std::string text = read_proc(child_, "stat");
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos || name_end + 2 >= text.size()) return false;
  return std::string_view("STt").find(text[name_end + 2]) != std::string_view::npos;
}

nanoseconds ProbeClock::slept() const {
  const nanoseconds passed = elapsed();
  const Shares now = shares();
  if (!now.known || !at_start_.known || !asleep()) return {};
  const nanoseconds busy = (now.run - at_start_.run) + (now.wait - at_start_.wait);
  return std::max(passed - busy, nanoseconds::zero());
}

}  // namespace ingest::host
