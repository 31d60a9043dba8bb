// check_run.cc - who asks for a check: starts the process that does it, and takes what it tells.
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <map>
#include <system_error>
#include <utility>
#include <vector>

#include "conformance/check_request.hpp"
#include "conformance/driver_frames.hpp"
#include "conformance/frames.hpp"
#include "conformance/preparation.hpp"
#include "diagnostics/failure.hpp"

namespace ingest::host::conformance {
namespace {

constexpr std::size_t kMostTold = std::size_t{512} << 20U;  // bytes

void expect(int error, const char* what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

// What the dynamic linker, the sanitizers and temporary files need, and nothing of ours.
std::vector<std::string> small_environment() {
  std::vector<std::string> all;
  for (const char* name : {"LD_LIBRARY_PATH", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS",
                           "TSAN_OPTIONS", "LSAN_OPTIONS"})
    if (const char* value = std::getenv(name)) all.push_back(std::string(name) + "=" + value);
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

class DriverProcess {
 public:
  DriverProcess(const std::filesystem::path& program, const CheckRequest& request,
                bool prepare_only)
      : reader_(kMostTold) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) expect(errno, "pipe");
    pipe_ = ends[0];
    // Not the numbers that the child will use: dup2 onto itself would leave them close-on-exec.
    const int out = ::fcntl(ends[1], F_DUPFD_CLOEXEC, kCheckedFile + 1);
    const int file = ::fcntl(request.descriptor, F_DUPFD_CLOEXEC, kCheckedFile + 1);
    ::close(ends[1]);
    std::vector<std::string> arguments = {
        "ingest", kConformanceCommand, prepare_only ? "prepare" : "check", request_text(request)};
    std::vector<std::string> environment = small_environment();
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    expect(::posix_spawn_file_actions_init(&actions), "spawn actions");
    expect(::posix_spawnattr_init(&attributes), "spawn attributes");
    ::posix_spawn_file_actions_adddup2(&actions, out, kConformanceDescriptor);
    ::posix_spawn_file_actions_adddup2(&actions, file, kCheckedFile);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, kCheckedFile + 1);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    const int error = ::posix_spawn(&pid_, program.c_str(), &actions, &attributes,
                                    pointers(arguments).data(), pointers(environment).data());
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    ::close(out);
    ::close(file);
    if (error != 0) {
      ::close(pipe_);
      expect(error, "cannot start the check");
    }
    ::fcntl(pipe_, F_SETFL, O_NONBLOCK);
  }
  ~DriverProcess() {
    ::kill(-pid_, SIGKILL);  // its children end with it
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
    ::close(pipe_);
  }
  DriverProcess(const DriverProcess&) = delete;
  DriverProcess& operator=(const DriverProcess&) = delete;

  // Waits for it. A failure is thrown; the end of the process without one too.
  Frame next() {
    for (;;) {
      if (std::optional<Frame> frame = reader_.next()) {
        if (frame->letter != kFailureFrame) return std::move(*frame);
        fail(frame->bytes);
      }
      if (!open_)
        throw Failure(ExitStatus::kInternal, "the process that checks ended before its work did",
                      "please report it, with the connector");
      pollfd wait{pipe_, POLLIN, 0};
      ::poll(&wait, 1, -1);
      open_ = reader_.read(pipe_);
    }
  }

 private:
  [[noreturn]] static void fail(const std::string& text) {
    const std::size_t first = text.find(kBetweenTexts);
    const std::size_t second = text.find(kBetweenTexts, first + 1);
    const int status = std::atoi(text.c_str());
    throw Failure(static_cast<ExitStatus>(status), text.substr(first + 1, second - first - 1),
                  text.substr(second + 1));
  }

  pid_t pid_ = -1;
  int pipe_ = -1;
  bool open_ = true;
  FrameReader reader_;
};

}  // namespace

void check_connector(const std::filesystem::path& program, const CheckRequest& request,
                     const CheckListener& listener) {
  const std::vector<const Case*> cases = chosen_cases(request);
  DriverProcess driver(program, request, false);
  std::map<std::size_t, Verdict> early;  // whose turn has not come
  std::size_t turn = 0;
  for (;;) {
    const Frame frame = driver.next();
    if (frame.letter == kEndFrame) return;
    if (frame.letter == kHeadFrame) listener.begun(head_of_text(frame.bytes));
    if (frame.letter != kVerdictFrame) continue;
    const std::size_t colon = frame.bytes.find(':');
    early.emplace(std::stoull(frame.bytes.substr(0, colon)),
                  verdict_of_text(std::string_view(frame.bytes).substr(colon + 1)));
    for (auto at = early.find(turn); at != early.end(); at = early.find(turn)) {
      listener.done(*cases.at(turn), at->second);
      early.erase(at);
      ++turn;
    }
  }
}

Subject prepared_subject(const std::filesystem::path& program, const CheckRequest& request) {
  Subject subject = subject_of(request);
  DriverProcess driver(program, request, true);
  for (Frame frame = driver.next(); frame.letter != kEndFrame; frame = driver.next())
    if (!take_step(subject, frame.letter, frame.bytes)) break;
  end_preparation(subject, {});
  return subject;
}

}  // namespace ingest::host::conformance
