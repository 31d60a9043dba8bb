// probe_process.hpp - one probing child: started in a session of its own, read through a
// pipe, ended and reaped with all that it started. One thread.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "loader/probe.hpp"
#include "loader/probe_clock.hpp"
#include "loader/probe_frame.hpp"

namespace ingest::host {

class ProbeProcess {
 public:
  // index is the caller's. Throws std::system_error when the child cannot be started.
  ProbeProcess(const std::filesystem::path& program, const VettedFile& file, std::size_t index,
               const ProbeLimits& limits);
  ~ProbeProcess();
  ProbeProcess(const ProbeProcess&) = delete;
  ProbeProcess& operator=(const ProbeProcess&) = delete;

  int descriptor() const noexcept { return pipe_; }
  std::size_t index() const noexcept { return index_; }

  // Reads what has come and looks whether the child lives. True when nothing more is to be had.
  bool advance();
  // Kills what still runs, and says how it went.
  Probe finish();

 private:
  // Why a child that did not answer was stopped.
  enum class Late { kNo, kSleeping, kComputing, kStarved, kNeverStarted };

  void read_available();
  bool has_more() const;
  Late lateness();
  void tell_death(Probe& probe) const;
  void tell_fault(Probe& probe) const;

  std::filesystem::path file_;
  std::string sha256_;
  std::size_t index_;
  ProbeLimits limits_;
  std::chrono::steady_clock::time_point spawned_;
  ProbeClock clock_;
  std::optional<std::chrono::steady_clock::time_point> asleep_since_;
  pid_t pid_ = -1;
  int pipe_ = -1;
  int status_ = 0;
  Late late_ = Late::kNo;
  std::size_t received_ = 0;  // bytes
  std::string buffer_;
  ProbeReport report_;
};

}  // namespace ingest::host
