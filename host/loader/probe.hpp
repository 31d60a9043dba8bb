// probe.hpp - looks at a vetted file in a child process, so that nothing that its code does (abort,
// exit, hang, print, eat memory, start processes) touches this one. One thread at a time.
#pragma once

#include <ingest/v1/descriptor.pb.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <list>
#include <string>
#include <utility>
#include <vector>

#include "loader/vetted_file.hpp"
#include "sandbox/sanitized.hpp"

namespace ingest::host {

struct Probe {
  std::filesystem::path file;
  bool ok = false;
  std::string reason;  // why it cannot be used, in plain words; empty when ok
  std::string hint;    // what to do then
  // Whether looking again would show the same: not when the machine was too busy, or when another
  // library was missing.
  bool lasting = false;
  std::chrono::milliseconds took{0};
  std::string sha256;               // of the file
  v1::ConnectorDescriptor details;  // empty unless ok
};

struct ProbeLimits {
  static constexpr int kSlower = kSanitized ? 8 : 1;
  // All from when the connector is first touched. One that sleeps instead of answering is stopped
  // after the first, one that computes after so much of the processor; one that a busy machine
  // keeps from either is given the last.
  std::chrono::milliseconds sleeping{650 * kSlower};
  std::chrono::milliseconds computing{400 * kSlower};
  std::chrono::milliseconds time{15000 * kSlower};
  std::uint64_t address_space = 4ULL << 30;  // bytes
  unsigned at_once = 16;                     // children at one time
};

class ProbeProcess;

// Looks at several files at a time.
class ProbeQueue {
 public:
  // program is this executable: a child is `program __probe PATH`, with nothing open but a pipe on
  // kProbeDescriptor and the file on kProbedFile.
  ProbeQueue(std::filesystem::path program, const ProbeLimits& limits);
  ~ProbeQueue();  // ends those that still run
  ProbeQueue(const ProbeQueue&) = delete;
  ProbeQueue& operator=(const ProbeQueue&) = delete;

  // Waits until one more may run. index is the caller's.
  void add(std::size_t index, const VettedFile& file);
  // Waits for all of them; then every child is gone.
  std::vector<std::pair<std::size_t, Probe>> finish();

 private:
  void attend(int wait_ms);

  std::filesystem::path program_;
  ProbeLimits limits_;
  std::list<ProbeProcess> running_;
  std::vector<std::pair<std::size_t, Probe>> done_;
};

// One alone.
Probe probe(const std::filesystem::path& program, const VettedFile& file,
            const ProbeLimits& limits = {});

constexpr int kProbeDescriptor = 3;
constexpr int kProbedFile = 4;
constexpr const char* kProbeCommand = "__probe";

// The child's side: loads what kProbedFile holds, writes the verdict to kProbeDescriptor and ends
// the process. path is the file's name, for messages.
[[noreturn]] void run_probe_child(const std::filesystem::path& path,
                                  const ProbeLimits& limits = {});

}  // namespace ingest::host
