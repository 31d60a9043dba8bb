// process.hpp - a child process of a test: started, fed nothing, read to its end, ended by its pid.
// Not thread-safe; one test thread owns it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace ingest::e2e {

struct ProcessResult {
  int status = -1;  // exit status, or 128 + signal
  bool timed_out = false;
  long peak_kib = 0;  // the most memory that it held at once
  std::string out;
  std::string err;
};

using Environment = std::vector<std::pair<std::string, std::string>>;

class Process {
 public:
  // The child sees PATH, HOME, TMPDIR and what environment adds, nothing else.
  Process(const std::vector<std::string>& arguments, const Environment& environment = {});
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();  // kills what still runs

  pid_t pid() const { return pid_; }
  // The next line of stdout, without its end; empty when the child closed it or time ran out.
  std::string read_line(std::chrono::milliseconds limit);
  // Whether stderr has held text before time ran out or the child closed it.
  bool said(const std::string& text, std::chrono::milliseconds limit);
  bool has_ended() const;
  void signal(int number);
  // Reads both streams to their ends and reaps the child; kills it when time runs out.
  ProcessResult wait(std::chrono::milliseconds limit = std::chrono::seconds(120));

 private:
  bool pump(std::chrono::steady_clock::time_point deadline);
  pid_t pid_ = -1;
  int out_fd_ = -1;
  int err_fd_ = -1;
  std::string out_;
  std::string err_;
};

ProcessResult run(const std::vector<std::string>& arguments, const Environment& environment = {},
                  std::chrono::milliseconds limit = std::chrono::seconds(120));

}  // namespace ingest::e2e
