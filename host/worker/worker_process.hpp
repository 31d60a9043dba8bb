// worker_process.hpp - the process of a worker: started, watched, ended by its id. The kernel ends
// it when the thread that started it ends, see worker_start.hpp; so that is a thread that lives as
// long as the process. One thread, but for kill().
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "output/file.hpp"

namespace ingest::host {

struct WorkerCommand {
  std::vector<std::string> words;        // of the person, without the program's name
  std::vector<std::string> environment;  // "NAME=value"
  int channel = -1;
  int box = -1;
  int output = -1;
  int error = -1;
  int connector = -1;
  int secrets = -1;
  int candidate = -1;  // -1: none
};

// As waitpid tells it.
struct WorkerEnd {
  int exit_status = 0;  // when signal is 0
  int signal = 0;
};

class WorkerProcess {
 public:
  // Throws a Failure (kInternal) when no process is to be had.
  explicit WorkerProcess(const WorkerCommand& command);
  ~WorkerProcess();  // kills it, if it still runs
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  // What is written to the worker's 1 and 2. To be read without waiting.
  int printed() const noexcept { return printed_.descriptor(); }
  int printed_errors() const noexcept { return printed_errors_.descriptor(); }

  // None while it runs. Never waits.
  std::optional<WorkerEnd> ended();
  // SIGKILL, if it still runs. On any thread.
  void kill() noexcept;

  // Of the running process, as the kernel says. None when it can't be told.
  struct Facts {
    bool suspended = false;  // stopped, or in the hands of a debugger
    std::uint64_t threads = 0;
    std::uint64_t resident = 0;  // bytes
  };
  std::optional<Facts> facts() const;

 private:
  pid_t pid_ = -1;
  std::mutex mutex_;  // of the process id, which is another's once the process is reaped
  File printed_;
  File printed_errors_;
  File stat_;
  std::optional<WorkerEnd> end_;
};

}  // namespace ingest::host
