#include "terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>

namespace ingest::e2e {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

Terminal::Terminal(const std::vector<std::string>& arguments, const Environment& environment) {
  std::vector<std::string> words = arguments;
  std::vector<std::string> variables = {"PATH=/usr/bin:/bin", "TERM=xterm", "NO_COLOR=1"};
  for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
  std::vector<char*> argv;
  std::vector<char*> envp;
  for (std::string& word : words) argv.push_back(word.data());
  for (std::string& variable : variables) envp.push_back(variable.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  winsize size{};
  size.ws_row = 50;
  size.ws_col = 200;
  if (::openpty(&terminal_, &other_, nullptr, nullptr, &size) != 0)
    throw std::runtime_error("no pseudo terminal");
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::close(terminal_);
    ::login_tty(other_);
    ::execve(argv[0], argv.data(), envp.data());
    ::_exit(127);
  }
}

Terminal::~Terminal() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(terminal_);
  ::close(other_);
}

bool Terminal::pump(Clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
  if (left <= 0) return false;
  pollfd wait{terminal_, POLLIN, 0};
  if (::poll(&wait, 1, static_cast<int>(std::min<long>(left, 100))) <= 0) return true;
  char buffer[4096];
  const ssize_t n = ::read(terminal_, buffer, sizeof buffer);
  if (n > 0) screen_.append(buffer, static_cast<std::size_t>(n));
  return n > 0 || errno == EINTR;
}

bool Terminal::sees(const std::string& text, std::chrono::seconds limit) {
  const auto deadline = Clock::now() + limit;
  while (true) {
    const auto at = screen_.find(text, seen_);
    if (at != std::string::npos) {
      seen_ = at + text.size();
      return true;
    }
    siginfo_t facts{};
    const bool ended =
        ::waitid(P_PID, static_cast<id_t>(pid_), &facts, WEXITED | WNOHANG | WNOWAIT) == 0 &&
        facts.si_pid != 0;
    const std::size_t before = screen_.size();
    if (!pump(deadline) || (ended && screen_.size() == before)) return false;
  }
}

void Terminal::type(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t n = ::write(terminal_, text.data() + at, text.size() - at);
    if (n < 0 && errno != EINTR) throw std::runtime_error("typing failed");
    if (n > 0) at += static_cast<std::size_t>(n);
  }
}

bool Terminal::echoes() const {
  termios settings{};
  return ::tcgetattr(other_, &settings) == 0 && (settings.c_lflag & ECHO) != 0;
}

int Terminal::wait(std::chrono::seconds limit) {
  const auto deadline = Clock::now() + limit;
  int status = 0;
  while (::waitpid(pid_, &status, WNOHANG) == 0)
    if (!pump(deadline)) return -1;
  pid_ = -1;
  while (true) {  // what it said last
    const std::size_t before = screen_.size();
    pump(Clock::now() + std::chrono::milliseconds(100));
    if (screen_.size() == before) break;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace ingest::e2e
