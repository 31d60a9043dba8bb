// lock_file.cc - see lock_file.hpp.
#include "output/lock_file.hpp"

#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <fstream>
#include <thread>

#include "diagnostics/program_pid.hpp"

namespace ingest::host {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPatience{1000};
constexpr std::chrono::milliseconds kPause{10};

// The holder may not have written its number yet, or somebody else something.
std::string holder_of(const File& lock) {
  char text[32];
  const ssize_t size = ::pread(lock.descriptor(), text, sizeof(text), 0);
  std::string digits(text, size > 0 ? static_cast<std::size_t>(size) : 0);
  digits.resize(std::min(digits.find_first_not_of("0123456789"), digits.size()));
  return digits.empty() ? "unknown" : digits;
}

bool is_dead(const std::string& holder) {
  pid_t pid = 0;
  const auto parsed = std::from_chars(holder.data(), holder.data() + holder.size(), pid);
  if (parsed.ec != std::errc() || pid <= 0) return false;
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  if (!std::getline(stat, line)) return true;
  // Dead, and not yet collected by its parent: "PID (NAME) Z ...".
  const std::size_t end = line.rfind(')');
  return end != std::string::npos && end + 2 < line.size() && line[end + 2] == 'Z';
}

}  // namespace

std::optional<std::string> take_lock(File& file, LockMode mode) {
  const int wanted = (mode == LockMode::kAlone ? LOCK_EX : LOCK_SH) | LOCK_NB;
  const Clock::time_point end = Clock::now() + kPatience;
  while (::flock(file.descriptor(), wanted) != 0) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) throw_file_error("lock", file.path(), errno);
    const std::string holder = holder_of(file);
    if (!is_dead(holder) || Clock::now() >= end) return holder;
    std::this_thread::sleep_for(kPause);
  }
  if (::ftruncate(file.descriptor(), 0) != 0) throw_file_error("write", file.path(), errno);
  file.write_at(std::to_string(program_pid()) + "\n", 0);
  return std::nullopt;
}

}  // namespace ingest::host
