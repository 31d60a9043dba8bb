// terminal.hpp - a child process on a terminal of its own, as if a person sat before it. Ended by
// its pid. Not thread-safe; one test thread owns it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

#include "process.hpp"

namespace ingest::e2e {

class Terminal {
 public:
  // The child sees PATH, HOME and what environment adds.
  Terminal(const std::vector<std::string>& arguments, const Environment& environment);
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal();  // kills what still runs

  // Whether the terminal has shown text before time ran out.
  bool shows(const std::string& text, std::chrono::milliseconds limit = std::chrono::seconds(60));
  // The same, of what came after what was seen last: for prompts that come again.
  bool sees(const std::string& text, std::chrono::milliseconds limit = std::chrono::seconds(60));
  void type(const std::string& keys);
  bool echoes() const;  // whether it shows what is typed
  void signal(int number);
  int wait();  // exit status, or 128 + signal; reads to the end
  const std::string& screen() const { return screen_; }

 private:
  bool pump(std::chrono::steady_clock::time_point deadline);

  pid_t pid_ = -1;
  int master_ = -1;
  int slave_ = -1;  // held open, so that its settings can be asked for when the child is gone
  std::string screen_;
  std::size_t seen_ = 0;
};

}  // namespace ingest::e2e
