// probe.hpp - looks at a file that claims to be a connector, in a child process, so that nothing
// that its code does (abort, exit, hang, print, eat memory) touches this one. Thread-safe.
#pragma once

#include <ingest/v1/descriptor.pb.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace ingest::host {

struct Probe {
  std::filesystem::path file;
  bool ok = false;
  std::string reason;               // why it cannot be used, in plain words; empty when ok
  std::string sha256;               // of the file; empty when it could not be read
  v1::ConnectorDescriptor details;  // empty unless ok
};

struct ProbeLimits {
  std::chrono::milliseconds time{5000};      // once the child has started
  std::uint64_t address_space = 4ULL << 30;  // bytes
  unsigned at_once = 0;                      // children at one time; 0: chosen by the machine
};

// program is this executable: the child is `program __probe FILE`, with nothing open but a pipe on
// kProbeDescriptor. Results in the files' order. Every child is gone when it returns.
std::vector<Probe> probe(const std::filesystem::path& program,
                         const std::vector<std::filesystem::path>& files,
                         const ProbeLimits& limits = {});

constexpr int kProbeDescriptor = 3;
constexpr const char* kProbeCommand = "__probe";

// The child's side: loads the file, writes the verdict to result_fd and ends the process.
[[noreturn]] void run_probe_child(const std::filesystem::path& file, int result_fd,
                                  const ProbeLimits& limits = {});

}  // namespace ingest::host
