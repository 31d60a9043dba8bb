// forked_child.cc - see forked_child.hpp.
#include "conformance/forked_child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <system_error>
#include <utility>

#include "conformance/check_request.hpp"
#include "conformance/slowness.hpp"
#include "diagnostics/plain_text.hpp"

namespace ingest::host::conformance {
namespace {

constexpr std::size_t kMostFrames = std::size_t{256} << 20U;  // bytes
constexpr std::size_t kMostOutput = 4096;
constexpr int kResultDescriptor = 3;
// A death does not show in a pipe while a process that the child started holds the other end.
constexpr int kLongestPollMs = 10;

void limit(int resource, rlim_t value) {
  rlimit current{};
  const auto which = static_cast<__rlimit_resource_t>(resource);
  if (::getrlimit(which, &current) != 0) return;
  if (current.rlim_max != RLIM_INFINITY && current.rlim_max < value) value = current.rlim_max;
  const rlimit wanted{value, value};
  ::setrlimit(which, &wanted);
}

struct Pipe {
  Pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
      throw std::system_error(errno, std::generic_category(), "pipe");
    in = ends[0];
    out = ends[1];
    ::fcntl(in, F_SETFL, O_NONBLOCK);
  }
  int in = -1;
  int out = -1;
};

[[noreturn]] void run_child(const ForkedChild::Work& work, int frames, int output,
                            std::chrono::milliseconds time, pid_t parent) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);  // it died before that counted
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  // Nothing of the parent's is left open but the file: results of other children can't be forged.
  if (frames != kResultDescriptor) ::dup2(frames, kResultDescriptor);
  ::close_range(kCheckedFile + 1, ~0U, 0);
  limit(RLIMIT_CORE, 1);  // the one value that keeps a crash from a core handler's pipe too
  limit(RLIMIT_FSIZE, rlim_t{1} << 30U);
  limit(RLIMIT_CPU, static_cast<rlim_t>(time.count() / 1000 + 2) * 2);
  if (!kSanitized) limit(RLIMIT_AS, rlim_t{4} << 30U);
  try {
    work([](char letter, std::string_view bytes) {
      if (!write_frame(kResultDescriptor, letter, bytes)) ::_exit(1);
    });
  } catch (const std::exception&) {
    ::_exit(1);
  }
  ::_exit(0);  // the library's exit handlers have no say in this
}

}  // namespace

ForkedChild::ForkedChild(const Work& work, std::chrono::milliseconds time)
    : time_(time), deadline_(Clock::now() + time), reader_(kMostFrames) {
  const Pipe frames;
  const Pipe output;
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) run_child(work, frames.out, output.out, time, parent);
  const int error = errno;
  ::close(frames.out);
  ::close(output.out);
  frames_in_ = frames.in;
  output_in_ = output.in;
  if (pid_ < 0) {
    ::close(frames_in_);
    ::close(output_in_);
    throw std::system_error(error, std::generic_category(), "fork");
  }
  ::setpgid(pid_, pid_);  // whoever comes first
}

ForkedChild::~ForkedChild() {
  reap();
  ::close(frames_in_);
  ::close(output_in_);
}

// It stays a zombie until here: its number, which is its group's, is not given to others.
void ForkedChild::reap() {
  if (pid_ < 0) return;
  ::kill(-pid_, SIGKILL);
  while (::waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
}

// A child that prints without end is not waited for here.
void ForkedChild::read_output() {
  char piece[4096];
  for (int reads = 0; reads < 64; ++reads) {
    const ssize_t n = ::read(output_in_, piece, sizeof(piece));
    if (n <= 0) return;
    output_.append(piece, static_cast<std::size_t>(n));
    if (output_.size() > 2 * kMostOutput) output_.erase(0, output_.size() - kMostOutput);
  }
}

bool ForkedChild::advance() {
  if (ended_) return true;
  // Its death is seen first, so that all it wrote is there to be read after.
  siginfo_t info{};
  const bool dead =
      ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
      info.si_pid == pid_;
  reader_.read(frames_in_);
  read_output();
  late_ = !dead && Clock::now() >= deadline_;
  if (!dead && !late_ && !reader_.malformed()) return false;
  reap();
  ended_ = true;
  return true;
}

std::optional<Frame> ForkedChild::next() {
  while (std::optional<Frame> frame = reader_.next()) {
    if (frame->letter != kStageFrame) return frame;
    stage_ = std::move(frame->bytes);
  }
  return std::nullopt;
}

std::string ForkedChild::death() const {
  const std::string doing = " in " + (stage_.empty() ? "its first steps" : plain_text(stage_, 300));
  if (late_) return "it did not end within " + std::to_string(time_.count() / 1000) + " s" + doing;
  if (reader_.malformed()) return "its process told something that makes no sense" + doing;
  if (WIFSIGNALED(status_)) {
    const int number = WTERMSIG(status_);
    const char* name = ::sigabbrev_np(number);
    return "it crashed (" +
           (name != nullptr ? std::string("SIG") + name : "signal " + std::to_string(number)) +
           ")" + doing;
  }
  return "it ended the process (exit status " + std::to_string(WEXITSTATUS(status_)) + ")" + doing;
}

bool ForkedChild::died_of(int signal) const noexcept {
  return ended_ && !late_ && WIFSIGNALED(status_) && WTERMSIG(status_) == signal;
}

std::string ForkedChild::output() const {
  std::string_view text = output_;
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  if (text.size() > 600) text.remove_prefix(text.size() - 600);
  return plain_text(text, 1200);
}

void wait_for(const std::vector<const ForkedChild*>& children) {
  std::vector<pollfd> pipes;
  for (const ForkedChild* child : children)
    for (const int descriptor : {child->descriptor(), child->output_descriptor()})
      pipes.push_back({descriptor, POLLIN, 0});
  ::poll(pipes.data(), pipes.size(), kLongestPollMs);
}

}  // namespace ingest::host::conformance
