// probe_process.cc - see probe_process.hpp.
#include "loader/probe_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>
#include <vector>

#include "diagnostics/plain_text.hpp"
#include "loader/descriptor_check.hpp"

namespace ingest::host {
namespace {

// How much longer than a connector's own time the start of this program may take: on a busy machine
// that is slow, and it is not the connector's fault.
constexpr int kStartFactor = 6;

void expect(int error, const char* what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

class FileActions {
 public:
  FileActions() { expect(::posix_spawn_file_actions_init(&actions_), "spawn actions"); }
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  // /dev/null on 0, 1 and 2, the pipe on kProbeDescriptor, nothing else.
  const posix_spawn_file_actions_t* with_pipe(int pipe) {
    expect(::posix_spawn_file_actions_adddup2(&actions_, pipe, kProbeDescriptor), "dup2");
    expect(::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0), "stdin");
    for (const int fd : {1, 2})
      expect(::posix_spawn_file_actions_addopen(&actions_, fd, "/dev/null", O_WRONLY, 0), "stdout");
    expect(::posix_spawn_file_actions_addclosefrom_np(&actions_, kProbeDescriptor + 1), "close");
    return &actions_;
  }

 private:
  posix_spawn_file_actions_t actions_;
};

// A process group of its own, no blocked signals, default dispositions.
class Attributes {
 public:
  Attributes() {
    expect(::posix_spawnattr_init(&attributes_), "spawn attributes");
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

// Nothing of ours but what the dynamic linker and the sanitizers need to start this program again.
std::vector<std::string> small_environment() {
  std::vector<std::string> all;
  for (const char* name :
       {"LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"})
    if (const char* value = std::getenv(name)) all.push_back(std::string(name) + "=" + value);
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

}  // namespace

ProbeProcess::ProbeProcess(const std::filesystem::path& program, const std::filesystem::path& file,
                           std::size_t index, std::chrono::milliseconds time)
    : file_(file), index_(index), time_(time), deadline_(Clock::now() + kStartFactor * time) {
  // Not the number that the child will use: dup2 onto itself would leave it close-on-exec.
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) expect(errno, "pipe");
  const int write_end = ::fcntl(ends[1], F_DUPFD_CLOEXEC, kProbeDescriptor + 1);
  ::close(ends[1]);
  pipe_ = ends[0];
  try {
    if (write_end < 0) expect(errno, "pipe");
    ::fcntl(write_end, F_SETFL, 0);  // the child may wait for us
    std::vector<std::string> arguments = {"ingest", kProbeCommand, file.string()};
    std::vector<std::string> environment = small_environment();
    FileActions actions;
    const Attributes attributes;
    expect(::posix_spawn(&pid_, program.c_str(), actions.with_pipe(write_end), attributes.get(),
                         pointers(arguments).data(), pointers(environment).data()),
           "cannot start the probe");
  } catch (...) {
    if (write_end >= 0) ::close(write_end);
    ::close(pipe_);
    throw;
  }
  ::close(write_end);
}

ProbeProcess::ProbeProcess(ProbeProcess&& other) noexcept
    : file_(std::move(other.file_)),
      index_(other.index_),
      time_(other.time_),
      deadline_(other.deadline_),
      pid_(std::exchange(other.pid_, -1)),
      pipe_(std::exchange(other.pipe_, -1)),
      status_(other.status_),
      late_(other.late_),
      buffer_(std::move(other.buffer_)),
      report_(std::move(other.report_)) {}

ProbeProcess::~ProbeProcess() {
  if (pid_ > 0) {
    ::kill(-pid_, SIGKILL);
    while (::waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
    }
  }
  if (pipe_ >= 0) ::close(pipe_);
}

void ProbeProcess::read_available() {
  char bytes[65536];
  while (pipe_ >= 0 && !report_.done && !report_.malformed) {
    const ssize_t n = ::read(pipe_, bytes, sizeof(bytes));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) {
      ::close(pipe_);
      pipe_ = -1;
      return;
    }
    buffer_.append(bytes, static_cast<std::size_t>(n));
    const bool starting = report_.stage.empty();
    read_probe_frames(buffer_, report_);
    if (starting && !report_.stage.empty()) deadline_ = Clock::now() + time_;
  }
}

bool ProbeProcess::advance() {
  // The child's death is seen first, so that all it wrote is there to be read after.
  // It stays a zombie until finish(): its number, which is its group's, is not given to others.
  siginfo_t info{};
  const bool dead =
      ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
      info.si_pid == pid_;
  read_available();
  if (report_.done || report_.malformed || dead) return true;
  late_ = Clock::now() >= deadline_;
  return late_;
}

std::string ProbeProcess::reason_of_death() const {
  const std::string doing = report_.stage.empty() ? "starting" : plain_text(report_.stage, 100);
  if (late_)
    return "it did not answer within " + std::to_string(time_.count()) + " ms while " + doing +
           ", and was stopped";
  if (report_.malformed) return "its probe gave an answer that makes no sense, while " + doing;
  if (WIFSIGNALED(status_)) {
    const int number = WTERMSIG(status_);
    const char* name = ::sigabbrev_np(number);
    const std::string shown =
        name != nullptr ? std::string("SIG") + name : "signal " + std::to_string(number);
    return "it crashed (" + shown + ") while " + doing;
  }
  return "it ended the process (exit status " + std::to_string(WEXITSTATUS(status_)) + ") while " +
         doing;
}

Probe ProbeProcess::finish() {
  // The whole group: a constructor may have started processes of its own.
  ::kill(-pid_, SIGKILL);
  while (::waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  Probe probe;
  probe.file = file_;
  probe.sha256 = plain_text(report_.digest, 64);
  if (!report_.done) {
    probe.reason = reason_of_death();
  } else if (!report_.fault.empty()) {
    probe.reason = plain_text(report_.fault, 1024);
  } else if (!probe.details.ParseFromString(report_.details)) {
    probe.reason = "its probe gave an answer that makes no sense";
  } else {
    probe.reason = check_descriptor(probe.details);
  }
  probe.ok = probe.reason.empty();
  if (!probe.ok) probe.details.Clear();
  return probe;
}

}  // namespace ingest::host
