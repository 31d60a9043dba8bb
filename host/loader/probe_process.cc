// probe_process.cc - see probe_process.hpp.
#include "loader/probe_process.hpp"

#include <google/protobuf/stubs/logging.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "diagnostics/plain_text.hpp"
#include "loader/connector_library.hpp"
#include "loader/descriptor_check.hpp"
#include "loader/probe_spawn.hpp"

namespace ingest::host {
namespace {

// How much longer than a connector's own time the start of this program may take: on a busy machine
// that is slow, and it is not the connector's fault.
constexpr int kStartFactor = 4;
constexpr std::chrono::milliseconds kSeenAsleep{30};  // for so long, at every look
// Of one look, so that a child that never stops writing holds nobody up; and of all.
constexpr int kReadsAtOnce = 16;
constexpr std::size_t kMostReceived = 2 * kLargestProbeFrame;

}  // namespace

ProbeProcess::ProbeProcess(const std::filesystem::path& program, const VettedFile& file,
                           std::size_t index, const ProbeLimits& limits)
    : file_(file.path()),
      sha256_(file.sha256()),
      index_(index),
      limits_(limits),
      spawned_(std::chrono::steady_clock::now()) {
  const SpawnedProbe child = spawn_probe(program, file_, file.descriptor());
  pid_ = child.pid;
  pipe_ = child.pipe;
}

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
  for (int i = 0; i < kReadsAtOnce && pipe_ >= 0 && !report_.done && !report_.malformed; ++i) {
    const ssize_t n = ::read(pipe_, bytes, sizeof(bytes));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) {
      ::close(pipe_);
      pipe_ = -1;
      return;
    }
    received_ += static_cast<std::size_t>(n);
    buffer_.append(bytes, static_cast<std::size_t>(n));
    read_probe_frames(buffer_, report_);
    if (received_ > kMostReceived) report_.malformed = true;
    if (!report_.stage.empty() && !clock_.started()) clock_.start(pid_);
  }
}

bool ProbeProcess::advance() {
  // The child's death is seen first, so that all it wrote is there to be read after.
  // It stays a zombie until finish(): its number, which is its group's, is not given to others.
  siginfo_t info{};
  const bool dead =
      ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
      info.si_pid == pid_;
  do {
    read_available();
  } while (dead && pipe_ >= 0 && !report_.done && !report_.malformed && has_more());
  if (report_.done || report_.malformed || dead) return true;
  late_ = lateness();
  return late_ != Late::kNo;
}

// The rest of what a child wrote that is gone; a process that it left behind may hold the pipe.
bool ProbeProcess::has_more() const {
  pollfd pipe{pipe_, POLLIN, 0};
  return ::poll(&pipe, 1, 0) > 0 && (pipe.revents & POLLIN) != 0;
}

ProbeProcess::Late ProbeProcess::lateness() {
  if (!clock_.started())
    return std::chrono::steady_clock::now() - spawned_ >= kStartFactor * limits_.time
               ? Late::kNeverStarted
               : Late::kNo;
  if (clock_.elapsed() >= limits_.time) return Late::kStarved;
  if (clock_.computed() >= limits_.computing) return Late::kComputing;
  const auto now = std::chrono::steady_clock::now();
  if (clock_.elapsed() < limits_.sleeping || clock_.slept() < limits_.sleeping / 5 * 4) {
    asleep_since_.reset();
    return Late::kNo;
  }
  if (!asleep_since_) asleep_since_ = now;
  return now - *asleep_since_ >= kSeenAsleep ? Late::kSleeping : Late::kNo;
}

void ProbeProcess::tell_death(Probe& probe) const {
  const std::string doing = report_.stage.empty() ? "starting" : plain_text(report_.stage, 100);
  const std::string stopped = " while " + doing + ", and was stopped";
  static const std::string kForTheAuthor =
      "get a repaired one from whoever made it; 'ingest plugins retry FILE' looks at it again";
  static const std::string kAgain = "try again when the machine is less busy";
  probe.lasting = true;
  probe.hint = kForTheAuthor;
  if (late_ == Late::kSleeping) {
    probe.reason = "it slept for " + std::to_string(limits_.sleeping.count()) + " ms" + stopped;
  } else if (late_ == Late::kComputing || (WIFSIGNALED(status_) && WTERMSIG(status_) == SIGXCPU)) {
    probe.reason = "it took more than " + std::to_string(limits_.computing.count()) +
                   " ms of the processor" + stopped;
  } else if (late_ != Late::kNo) {
    probe.reason = "it did not answer within " + std::to_string(limits_.time.count()) + " ms" +
                   stopped + "; the machine was busy";
    probe.lasting = false;
    probe.hint = kAgain;
  } else if (report_.malformed) {
    probe.reason = "its probe gave an answer that makes no sense, while " + doing;
  } else if (WIFSIGNALED(status_)) {
    const int number = WTERMSIG(status_);
    const char* name = ::sigabbrev_np(number);
    const std::string shown =
        name != nullptr ? std::string("SIG") + name : "signal " + std::to_string(number);
    probe.reason = "it crashed (" + shown + ") while " + doing;
    probe.lasting = !report_.stage.empty();
  } else {
    probe.reason = "it ended the process (exit status " + std::to_string(WEXITSTATUS(status_)) +
                   ") while " + doing;
    probe.lasting = !report_.stage.empty();
  }
}

// What the dynamic linker lacks may be there the next time.
void ProbeProcess::tell_fault(Probe& probe) const {
  probe.reason = plain_text(report_.fault, 1024);
  probe.hint = plain_text(report_.hint, 1024);
  probe.lasting = !report_.stage.empty() && report_.stage != kLoadingStage;
}

Probe ProbeProcess::finish() {
  const google::protobuf::LogSilencer silent;  // the child's bytes may be anything
  // The whole group: where a sandbox is missing, a constructor may have started processes.
  ::kill(-pid_, SIGKILL);
  while (::waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  Probe probe;
  probe.file = file_;
  probe.sha256 = sha256_;
  probe.took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - spawned_);
  if (!report_.done) {
    tell_death(probe);
  } else if (!report_.fault.empty()) {
    tell_fault(probe);
  } else if (!probe.details.ParseFromString(report_.details)) {
    report_.malformed = true;
    tell_death(probe);
  } else {
    probe.reason = check_descriptor(probe.details);
    probe.lasting = true;
  }
  probe.ok = probe.reason.empty();
  if (!probe.ok) probe.details.Clear();
  return probe;
}

}  // namespace ingest::host
