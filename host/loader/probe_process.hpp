// probe_process.hpp - one probing child: started in a process group of its own, read through a
// pipe, ended and reaped with all that it started. One thread.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

#include "loader/probe.hpp"
#include "loader/probe_frame.hpp"

namespace ingest::host {

class ProbeProcess {
 public:
  using Clock = std::chrono::steady_clock;

  // index is the caller's. Throws std::system_error when the child cannot be started.
  ProbeProcess(const std::filesystem::path& program, const std::filesystem::path& file,
               std::size_t index, std::chrono::milliseconds time);
  ~ProbeProcess();
  ProbeProcess(ProbeProcess&& other) noexcept;
  ProbeProcess& operator=(ProbeProcess&& other) = delete;
  ProbeProcess(const ProbeProcess&) = delete;

  int descriptor() const noexcept { return pipe_; }
  std::size_t index() const noexcept { return index_; }

  // Reads what has come and looks whether the child lives. True when nothing more is to be had.
  bool advance();
  // Kills what still runs, and says how it went.
  Probe finish();

 private:
  void read_available();
  std::string reason_of_death() const;

  std::filesystem::path file_;
  std::size_t index_;
  std::chrono::milliseconds time_;
  Clock::time_point deadline_;
  pid_t pid_ = -1;
  int pipe_ = -1;
  int status_ = 0;
  bool late_ = false;
  std::string buffer_;
  ProbeReport report_;
};

}  // namespace ingest::host
