// terminal.hpp - ingest on a terminal of its own: what a person types and sees. Ended by its pid.
// One thread.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

#include "process.hpp"

namespace ingest::e2e {

class Terminal {
 public:
  Terminal(const std::vector<std::string>& arguments, const Environment& environment);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  // Waits until text is on the screen, after what was waited for before. False when it did not
  // come.
  bool sees(const std::string& text, std::chrono::seconds limit = std::chrono::seconds(60));
  void type(const std::string& text);  // "\n" is Enter, "\x03" Ctrl-C
  bool echoes() const;                 // whether the terminal shows what is typed
  // The exit status, or 128 + signal.
  int wait(std::chrono::seconds limit = std::chrono::seconds(120));
  const std::string& screen() const { return screen_; }

 private:
  bool pump(std::chrono::steady_clock::time_point deadline);

  int terminal_ = -1;
  int other_ = -1;  // keeps the terminal's settings to be looked at
  pid_t pid_ = -1;
  std::string screen_;
  std::size_t seen_ = 0;
};

}  // namespace ingest::e2e
