// progress.hpp - tells a person how far a run is, on stderr: one line that is rewritten on a
// terminal, else a line for each step. One thread, except for RunCounters.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace ingest::host {

// What the run's threads count as they go. [thread-safe]
struct RunCounters {
  std::atomic<std::uint64_t> units_done{0};
  std::atomic<std::uint64_t> units_total{0};  // 0: not known yet
  std::atomic<std::uint64_t> scans{0};        // read to their ends
  std::atomic<std::uint64_t> rows{0};
  std::atomic<std::uint64_t> findings{0};  // repeats included
  // Of an interrupted run, and in units_done; rows and findings come on top.
  std::atomic<std::uint64_t> units_kept{0};
  std::atomic<std::uint64_t> rows_kept{0};
  std::atomic<std::uint64_t> findings_kept{0};
};

class Progress {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Write = std::function<void(const std::string&)>;

  // terminal chooses the manner; unit_noun is plural: "projects".
  Progress(bool terminal, std::string connection, std::string unit_noun, Write write)
      : terminal_(terminal),
        connection_(std::move(connection)),
        noun_(std::move(unit_noun)),
        write_(std::move(write)) {}

  void start(Time now);
  void say(const std::string& sentence);
  void tick(const RunCounters& counters, Time now);  // several times a second
  void finish(const RunCounters& counters, Time now);
  void abort();  // leaves the terminal's line clean for an error

 private:
  std::string state(const RunCounters& counters, Time now) const;

  const bool terminal_;
  const std::string connection_;
  const std::string noun_;
  const Write write_;
  Time started_{};
  Time last_line_{};
  bool total_told_ = false;
  std::uint64_t tenths_told_ = 0;
  bool line_open_ = false;
};

}  // namespace ingest::host
