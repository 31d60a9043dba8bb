// probe_spawn.cc - see probe_spawn.hpp.
#include "loader/probe_spawn.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "loader/probe.hpp"

namespace ingest::host {
namespace {

void expect(int error, const char* what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

class FileActions {
 public:
  FileActions() { expect(::posix_spawn_file_actions_init(&actions_), "spawn actions"); }
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  // /dev/null on 0, 1 and 2, the pipe on kProbeDescriptor, the file on kProbedFile, nothing else.
  // Neither may be one of these numbers yet: dup2 onto itself would leave it close-on-exec.
  const posix_spawn_file_actions_t* with(int pipe, int file) {
    expect(::posix_spawn_file_actions_adddup2(&actions_, pipe, kProbeDescriptor), "dup2");
    expect(::posix_spawn_file_actions_adddup2(&actions_, file, kProbedFile), "dup2");
    expect(::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0), "stdin");
    for (const int fd : {1, 2})
      expect(::posix_spawn_file_actions_addopen(&actions_, fd, "/dev/null", O_WRONLY, 0), "stdout");
    expect(::posix_spawn_file_actions_addclosefrom_np(&actions_, kProbedFile + 1), "close");
    return &actions_;
  }

 private:
  posix_spawn_file_actions_t actions_;
};

// A session of its own, without a terminal; no blocked signals, default dispositions.
class Attributes {
 public:
  Attributes() {
    expect(::posix_spawnattr_init(&attributes_), "spawn attributes");
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setflags(&attributes_,
                               POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
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

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { reset(-1); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }
  int release() { return std::exchange(number_, -1); }
  void reset(int number) {
    if (number_ >= 0) ::close(number_);
    number_ = number;
  }

 private:
  int number_;
};

// The child may wait for us, we don't wait for it.
void make_pipe(Descriptor& read_end, Descriptor& write_end) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) expect(errno, "pipe");
  read_end.reset(ends[0]);
  const Descriptor given(ends[1]);
  write_end.reset(::fcntl(given.get(), F_DUPFD_CLOEXEC, kProbedFile + 1));
  if (write_end.get() < 0 || ::fcntl(read_end.get(), F_SETFL, O_NONBLOCK) != 0)
    expect(errno, "pipe");
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

}  // namespace

SpawnedProbe spawn_probe(const std::filesystem::path& program, const std::filesystem::path& path,
                         int file) {
  Descriptor read_end;
  Descriptor write_end;
  make_pipe(read_end, write_end);
  const Descriptor copy(::fcntl(file, F_DUPFD_CLOEXEC, kProbedFile + 1));
  if (copy.get() < 0) expect(errno, "cannot hand the file to the probe");
  std::vector<std::string> arguments = {"ingest", kProbeCommand, path.string()};
  std::vector<std::string> environment = small_environment();
  FileActions actions;
  const Attributes attributes;
  SpawnedProbe child;
  expect(::posix_spawn(&child.pid, program.c_str(), actions.with(write_end.get(), copy.get()),
                       attributes.get(), pointers(arguments).data(), pointers(environment).data()),
         "cannot start the probe");
  child.pipe = read_end.release();
  return child;
}

}  // namespace ingest::host
