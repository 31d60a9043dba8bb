// worker_process.cc - see worker_process.hpp.
#include "worker/worker_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>
#include <system_error>

#include "diagnostics/failure.hpp"
#include "worker/worker_descriptors.hpp"

namespace ingest::host {
namespace {

// The same file that runs here, whatever has been put in its place.
constexpr const char* kThisProgram = "/proc/self/exe";

void expect(int error, const char* what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

struct Pipe {
  File read;
  File write;
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) expect(errno, "pipe");
    read = File::adopt(ends[0], "what a worker prints");
    write = File::adopt(ends[1], "what a worker prints");
    ::fcntl(read.descriptor(), F_SETFL, O_NONBLOCK);
  }
};

// Which descriptor becomes which. Each is moved out of the way first: it may have the number that
// another one is to get, and dup2 onto itself would leave it to be closed.
class FileActions {
 public:
  FileActions() { expect(::posix_spawn_file_actions_init(&actions_), "spawn actions"); }
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  void hand_over(int descriptor, int as) {
    if (descriptor < 0) {
      expect(::posix_spawn_file_actions_addclose(&actions_, as), "close");
      return;
    }
    const int moved = ::fcntl(descriptor, F_DUPFD_CLOEXEC, kFirstFreeDescriptor);
    if (moved < 0) expect(errno, "dup");
    moved_.push_back(File::adopt(moved, "a descriptor for a worker"));
    expect(::posix_spawn_file_actions_adddup2(&actions_, moved, as), "dup2");
  }
  const posix_spawn_file_actions_t* finished() {
    expect(::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0), "stdin");
    expect(::posix_spawn_file_actions_addclosefrom_np(&actions_, kFirstFreeDescriptor), "close");
    return &actions_;
  }

 private:
  posix_spawn_file_actions_t actions_;
  std::vector<File> moved_;
};

// In the process group of this one: what a terminal does to it, suspending and going on, is for
// both.
class Attributes {
 public:
  Attributes() {
    expect(::posix_spawnattr_init(&attributes_), "spawn attributes");
    sigset_t none;
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
  }
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

pid_t started(const WorkerCommand& command, int printed, int printed_errors) {
  FileActions actions;
  actions.hand_over(printed, STDOUT_FILENO);
  actions.hand_over(printed_errors, STDERR_FILENO);
  actions.hand_over(command.channel, kChannelDescriptor);
  actions.hand_over(command.box, kBoxDescriptor);
  actions.hand_over(command.output, kOutputDescriptor);
  actions.hand_over(command.error, kErrorDescriptor);
  actions.hand_over(command.connector, kConnectorDescriptor);
  actions.hand_over(command.secrets, kSecretsDescriptor);
  actions.hand_over(command.candidate, kCandidateDescriptor);
  const Attributes attributes;
  std::vector<std::string> arguments = {"ingest", kWorkerCommand};
  arguments.insert(arguments.end(), command.words.begin(), command.words.end());
  std::vector<std::string> environment = command.environment;
  pid_t pid = -1;
  expect(::posix_spawn(&pid, kThisProgram, actions.finished(), attributes.get(),
                       pointers(arguments).data(), pointers(environment).data()),
         "the program can't be started once more");
  return pid;
}

// The fields after the name, which may hold anything: "PID (NAME) S 1 2 ...".
std::string_view after_name(std::string_view stat) {
  const std::size_t end = stat.rfind(") ");
  return end == std::string_view::npos ? std::string_view() : stat.substr(end + 2);
}

std::optional<std::uint64_t> field(std::string_view rest, int index) {
  for (; index > 0; --index) {
    const std::size_t space = rest.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(space + 1);
  }
  std::uint64_t value = 0;
  if (std::from_chars(rest.data(), rest.data() + rest.size(), value).ec != std::errc())
    return std::nullopt;
  return value;
}

}  // namespace

WorkerProcess::WorkerProcess(const WorkerCommand& command) try {
  Pipe printed;
  Pipe errors;
  pid_ = started(command, printed.write.descriptor(), errors.write.descriptor());
  printed_ = std::move(printed.read);
  printed_errors_ = std::move(errors.read);
  const std::string stat = "/proc/" + std::to_string(pid_) + "/stat";
  const int descriptor = ::open(stat.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor >= 0) stat_ = File::adopt(descriptor, stat);
} catch (const std::system_error& error) {
  throw Failure(ExitStatus::kInternal,
                std::string("no worker process can be started: ") + error.what(),
                "the limits of processes, memory or open files may be reached");
}

WorkerProcess::~WorkerProcess() {
  if (pid_ <= 0 || end_) return;
  kill();
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::optional<WorkerEnd> WorkerProcess::ended() {
  const std::lock_guard lock(mutex_);
  if (end_) return end_;
  int status = 0;
  pid_t found = 0;
  do {
    found = ::waitpid(pid_, &status, WNOHANG);
  } while (found < 0 && errno == EINTR);
  if (found != pid_) return std::nullopt;
  end_ = WIFSIGNALED(status) ? WorkerEnd{0, WTERMSIG(status)} : WorkerEnd{WEXITSTATUS(status), 0};
  return end_;
}

void WorkerProcess::kill() noexcept {
  const std::lock_guard lock(mutex_);
  if (!end_) ::kill(pid_, SIGKILL);
}

std::optional<WorkerProcess::Facts> WorkerProcess::facts() const {
  if (!stat_.is_open()) return std::nullopt;
  char bytes[1024];
  const ssize_t size = ::pread(stat_.descriptor(), bytes, sizeof(bytes), 0);
  if (size <= 0) return std::nullopt;
  const std::string_view rest = after_name({bytes, static_cast<std::size_t>(size)});
  if (rest.empty()) return std::nullopt;
  Facts facts;
  facts.suspended = rest.front() == 'T' || rest.front() == 't';
  constexpr int kThreadsAfterState = 17;   // the 20th field of all
  constexpr int kResidentAfterState = 21;  // the 24th, in pages
  const auto threads = field(rest, kThreadsAfterState);
  const auto pages = field(rest, kResidentAfterState);
  if (!threads || !pages) return std::nullopt;
  facts.threads = *threads;
  facts.resident = *pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  return facts;
}

}  // namespace ingest::host
