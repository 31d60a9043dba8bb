// terminal.cc - see terminal.hpp.
#include "terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace ingest::e2e {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{60};

}  // namespace

Terminal::Terminal(const std::vector<std::string>& arguments, const Environment& environment) {
  if (::openpty(&master_, &slave_, nullptr, nullptr, nullptr) != 0)
    throw std::system_error(errno, std::generic_category(), "openpty");
  ::fcntl(master_, F_SETFD, FD_CLOEXEC);
  ::fcntl(slave_, F_SETFD, FD_CLOEXEC);
  std::vector<std::string> words = arguments;
  std::vector<std::string> variables;
  for (const char* name : {"PATH", "HOME"})
    if (const char* value = std::getenv(name)) variables.push_back(std::string(name) + "=" + value);
  for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
  std::vector<char*> argv;
  std::vector<char*> envp;
  for (std::string& word : words) argv.push_back(word.data());
  for (std::string& variable : variables) envp.push_back(variable.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::setsid();
    ::ioctl(slave_, TIOCSCTTY, 0);
    for (const int stream : {0, 1, 2}) ::dup2(slave_, stream);
    ::execve(argv[0], argv.data(), envp.data());
    ::_exit(127);
  }
}

Terminal::~Terminal() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(slave_);
  ::close(master_);
}

bool Terminal::pump(Clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
  pollfd waited{master_, POLLIN, 0};
  if (::poll(&waited, 1, left > 0 ? static_cast<int>(left) : 0) <= 0) return false;
  char bytes[4096];
  const ssize_t n = ::read(master_, bytes, sizeof(bytes));
  if (n <= 0) return false;
  screen_.append(bytes, static_cast<std::size_t>(n));
  return true;
}

bool Terminal::shows(const std::string& text, std::chrono::milliseconds limit) {
  const auto deadline = Clock::now() + limit;
  while (screen_.find(text) == std::string::npos)
    if (!pump(deadline)) return false;
  return true;
}

bool Terminal::sees(const std::string& text, std::chrono::milliseconds limit) {
  const auto deadline = Clock::now() + limit;
  std::size_t at = 0;
  while ((at = screen_.find(text, seen_)) == std::string::npos)
    if (!pump(deadline)) return false;
  seen_ = at + text.size();
  return true;
}

void Terminal::type(const std::string& keys) {
  std::size_t done = 0;
  while (done < keys.size()) {
    const ssize_t n = ::write(master_, keys.data() + done, keys.size() - done);
    if (n <= 0) throw std::system_error(errno, std::generic_category(), "typing");
    done += static_cast<std::size_t>(n);
  }
}

bool Terminal::echoes() const {
  termios now{};
  if (::tcgetattr(slave_, &now) != 0)
    throw std::system_error(errno, std::generic_category(), "tcgetattr");
  return (now.c_lflag & ECHO) != 0 && (now.c_lflag & ICANON) != 0 && (now.c_lflag & ISIG) != 0;
}

void Terminal::signal(int number) { ::kill(pid_, number); }

int Terminal::wait() {
  const auto deadline = Clock::now() + kPatience;
  int status = 0;
  while (::waitpid(pid_, &status, WNOHANG) == 0) {
    if (Clock::now() >= deadline) ::kill(pid_, SIGKILL);
    pump(Clock::now() + std::chrono::milliseconds(20));
  }
  pid_ = -1;
  while (pump(Clock::now())) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace ingest::e2e
