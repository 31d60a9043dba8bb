// forked_child.hpp - a piece of work in a process of its own, which may crash, hang, print or run
// away with memory: it has limits, a process group, and tells what it does over a pipe. To be made
// in a process of one thread.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/frames.hpp"

namespace ingest::host::conformance {

constexpr char kStageFrame = 'S';  // text: what is about to be done

class ForkedChild {
 public:
  using Clock = std::chrono::steady_clock;
  // Told of a letter and bytes, it sends them; returns when they are sent.
  using Send = std::function<void(char letter, std::string_view bytes)>;
  // Runs in the child, which ends when it returns. What it throws ends it too, with status 1.
  using Work = std::function<void(const Send& send)>;

  // Throws std::system_error when there is no process to be had.
  ForkedChild(const Work& work, std::chrono::milliseconds time);
  ~ForkedChild();  // kills what still runs, with all that it started
  ForkedChild(const ForkedChild&) = delete;
  ForkedChild& operator=(const ForkedChild&) = delete;

  int descriptor() const noexcept { return frames_in_; }
  int output_descriptor() const noexcept { return output_in_; }

  // Reads what has come. True when nothing more will: it has ended, or its time is over.
  bool advance();
  // The next frame that is no stage.
  std::optional<Frame> next();

  // Once advance() was true. How it ended when it did not end by itself: "crashed (SIGSEGV)",
  // "ended the process (exit status 3)", "did not end within 10 s", with what it was doing; empty
  // when all is well.
  std::string death() const;
  bool late() const noexcept { return late_; }
  bool died_of(int signal) const noexcept;
  const std::string& stage() const noexcept { return stage_; }
  // The last of what it wrote to its standard streams, fit to be shown; may be empty.
  std::string output() const;

 private:
  void read_output();
  void reap();

  pid_t pid_ = -1;
  int frames_in_ = -1;
  int output_in_ = -1;
  int status_ = 0;
  bool ended_ = false;
  bool late_ = false;
  const std::chrono::milliseconds time_;
  const Clock::time_point deadline_;
  FrameReader reader_;
  std::string stage_;
  std::string output_;
};

// Waits until one of them has something to tell, or a moment has passed.
void wait_for(const std::vector<const ForkedChild*>& children);

}  // namespace ingest::host::conformance
