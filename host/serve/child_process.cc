// child_process.cc - see child_process.hpp. Not posix_spawn: it can't tie the child to its parent.
#include "serve/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kLineMax = std::size_t{64} << 10U;
// Read at a time, so that one that talks without end keeps nobody from being heard.
constexpr std::size_t kReadMax = std::size_t{256} << 10U;

struct Pipe {
  int read = -1;
  int write = -1;

  Pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
      throw std::system_error(errno, std::generic_category(), "pipe");
    read = ends[0];
    write = ends[1];
  }
  ~Pipe() {
    for (const int end : {read, write})
      if (end >= 0) ::close(end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close_write() { ::close(std::exchange(write, -1)); }
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

// What the new process does between fork and exec: system calls only, since other threads may
// have held any lock when it was copied.
class Prologue {
 public:
  Prologue(int null, int errors, int handed, int report)
      : null_(null), errors_(errors), handed_(handed), report_(report), parent_(::getpid()) {}

  [[noreturn]] void run(const char* program, char* const* arguments, char* const* environment) {
    ::setpgid(0, 0);  // a terminal's Ctrl-C is for the parent, who passes it on
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent_) ::_exit(128 + SIGTERM);  // it went before that
    sigset_t none;
    ::sigemptyset(&none);
    for (const int number : {SIGPIPE, SIGHUP, SIGXFSZ, SIGCHLD}) ::signal(number, SIG_DFL);
    // These are to stay. Moved out of the way first: a number that is wanted may be in use.
    const int errors = ::fcntl(errors_, F_DUPFD_CLOEXEC, 10);
    const int null = ::fcntl(null_, F_DUPFD_CLOEXEC, 10);
    const int report = ::fcntl(report_, F_DUPFD_CLOEXEC, 10);
    const int handed = handed_ < 0 ? -1 : ::fcntl(handed_, F_DUPFD_CLOEXEC, 10);
    if (errors < 0 || null < 0 || report < 0 || (handed_ >= 0 && handed < 0)) fail(report_);
    if (::dup2(null, 0) < 0 || ::dup2(null, 1) < 0 || ::dup2(errors, 2) < 0) fail(report);
    if (handed >= 0 && ::dup2(handed, kHandedDescriptor) < 0) fail(report);
    ::close_range(handed < 0 ? kHandedDescriptor : kHandedDescriptor + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
    ::execve(program, arguments, environment);
    fail(report);
  }

 private:
  [[noreturn]] static void fail(int report) {
    const int reason = errno;
    [[maybe_unused]] const ssize_t written = ::write(report, &reason, sizeof(reason));
    ::_exit(127);
  }

  int null_;
  int errors_;
  int handed_;
  int report_;
  pid_t parent_;
};

pid_t wait_for(pid_t pid, int* status) {
  pid_t result = -1;
  do {
    result = ::waitpid(pid, status, 0);
  } while (result < 0 && errno == EINTR);
  return result;
}

// 0: the program runs.
int reason_of_failure(int report) {
  int reason = 0;
  ssize_t size = 0;
  do {
    size = ::read(report, &reason, sizeof(reason));
  } while (size < 0 && errno == EINTR);
  return size == static_cast<ssize_t>(sizeof(reason)) ? reason : 0;
}

}  // namespace

std::string ChildEnd::text() const {
  if (signal == 0) return "exit status " + std::to_string(exit_status);
  const char* name = ::sigabbrev_np(signal);
  return name == nullptr ? "signal " + std::to_string(signal) : std::string("SIG") + name;
}

ChildProcess::ChildProcess(ChildCommand command) try {
  Pipe errors;
  Pipe report;
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0) throw std::system_error(errno, std::generic_category(), "/dev/null");
  const std::vector<char*> arguments = pointers(command.arguments);
  const std::vector<char*> environment = pointers(command.environment);
  Prologue prologue(null, errors.write, command.handed, report.write);
  pid_ = ::fork();
  if (pid_ == 0) prologue.run(command.program.c_str(), arguments.data(), environment.data());
  const int fork_error = errno;
  ::close(null);
  if (pid_ < 0) throw std::system_error(fork_error, std::generic_category(), "fork");
  report.close_write();
  if (const int reason = reason_of_failure(report.read); reason != 0) {
    wait_for(std::exchange(pid_, -1), nullptr);
    throw std::system_error(reason, std::generic_category(), command.program.string());
  }
  ::fcntl(errors.read, F_SETFL, O_NONBLOCK);
  errors_ = std::exchange(errors.read, -1);
} catch (const std::system_error& error) {
  throw Failure(ExitStatus::kInternal,
                std::string("no process for a run can be started: ") + error.what(),
                "the limits of processes, memory or open files may be reached; or the program was "
                "replaced while it ran: restart it");
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0 && !end_) {
    ::kill(-pid_, SIGKILL);
    ::kill(pid_, SIGKILL);
    wait_for(pid_, nullptr);
  }
  close_errors();
}

void ChildProcess::close_errors() noexcept {
  if (errors_ >= 0) ::close(std::exchange(errors_, -1));
}

void ChildProcess::signal(int number) noexcept {
  // Not reaped yet, so the number is still its own.
  if (pid_ > 0 && !end_) ::kill(pid_, number);
}

std::vector<std::string> ChildProcess::read_lines() {
  std::vector<std::string> lines;
  char bytes[16384];
  for (std::size_t all = 0; errors_ >= 0 && all < kReadMax;) {
    const ssize_t n = ::read(errors_, bytes, sizeof(bytes));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) break;
    if (n <= 0) {
      close_errors();
      break;
    }
    all += static_cast<std::size_t>(n);
    partial_.append(bytes, static_cast<std::size_t>(n));
    for (std::size_t end = 0; (end = partial_.find('\n')) != std::string::npos;) {
      lines.push_back(partial_.substr(0, end));
      partial_.erase(0, end + 1);
    }
    if (partial_.size() > kLineMax) lines.push_back(std::exchange(partial_, {}));
  }
  if ((errors_ < 0 || end_) && !partial_.empty()) lines.push_back(std::exchange(partial_, {}));
  return lines;
}

std::optional<ChildEnd> ChildProcess::ended() {
  if (end_) return end_;
  siginfo_t facts{};
  if (::waitid(P_PID, static_cast<id_t>(pid_), &facts, WEXITED | WNOHANG | WNOWAIT) != 0 ||
      facts.si_pid != pid_)
    return std::nullopt;
  ::kill(-pid_, SIGKILL);  // it is the group's name until it is reaped
  int status = 0;
  wait_for(pid_, &status);
  end_ = WIFSIGNALED(status) ? ChildEnd{0, WTERMSIG(status)} : ChildEnd{WEXITSTATUS(status), 0};
  return end_;
}

}  // namespace ingest::host
