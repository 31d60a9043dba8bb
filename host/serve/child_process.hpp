// child_process.hpp - a program that is run in a process of its own, and what it says on stderr.
// It ends with its parent: with SIGTERM when the thread that started it ends, however that happens.
// So it is started by a thread that lives as long as the process. One thread.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ingest::host {

struct ChildCommand {
  std::filesystem::path program;
  std::vector<std::string> arguments;    // the first one is the program's name
  std::vector<std::string> environment;  // "NAME=value"
  int handed = -1;  // becomes kHandedDescriptor of the child; the caller closes its own. -1: none
};

constexpr int kHandedDescriptor = 3;

struct ChildEnd {
  int exit_status = 0;  // when signal is 0
  int signal = 0;

  // "exit status 3", "SIGSEGV"
  std::string text() const;
};

class ChildProcess {
 public:
  // stdin and stdout are /dev/null. Throws a Failure (kInternal) when there is no such program or
  // no process is to be had.
  explicit ChildProcess(ChildCommand command);
  ~ChildProcess();  // SIGKILL to it and all that it started, if it still runs
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const noexcept { return pid_; }
  void signal(int number) noexcept;  // nothing once it has ended

  // To be polled; -1 once there is nothing more to read.
  int errors() const noexcept { return errors_; }
  // The whole lines that are there, without their ends; a line without end comes in pieces. Never
  // waits.
  std::vector<std::string> read_lines();

  // None while it runs. Once it has ended, whatever it started is killed. Never waits.
  std::optional<ChildEnd> ended();

 private:
  void close_errors() noexcept;

  pid_t pid_ = -1;
  int errors_ = -1;
  std::string partial_;
  std::optional<ChildEnd> end_;
};

}  // namespace ingest::host
