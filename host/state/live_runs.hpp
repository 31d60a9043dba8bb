// live_runs.hpp - which runs have a process behind them, as the kernel knows it: each one locks the
// byte of STATE/runs.lock that has its number. A lock goes with its process, however that ends, and
// can't be taken for another's as a process id can, which is used again. One thread at a time.
#pragma once

#include <filesystem>
#include <set>

#include "output/file.hpp"
#include "state/run_record.hpp"

namespace ingest::host {

class LiveRuns {
 public:
  explicit LiveRuns(const std::filesystem::path& file);

  void hold(RunNumber number);
  void let_go(RunNumber number) noexcept;
  bool is_alive(RunNumber number) const;

 private:
  File file_;
  std::set<RunNumber> ours_;
};

}  // namespace ingest::host
