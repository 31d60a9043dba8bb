// run_entry.hpp - the entry of this process's run in the history: begun before anything is read of
// the source, ended once. Trouble with the history after the beginning is told and hinders nothing:
// the next command that looks enters what the output says. [thread-safe]
#pragma once

#include <ingest/v1/run.pb.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>

#include "diagnostics/failure.hpp"
#include "run/run_request.hpp"
#include "state/state_store.hpp"

namespace ingest::host {

class RunEntry {
 public:
  // start without run_id and folder: they are made here. out is absolute. Throws a Failure when the
  // state directory can't be used.
  RunEntry(const std::filesystem::path& state_dir, const std::filesystem::path& out, RunStart start,
           const StateStore::NextMark& next_mark = {});

  const std::string& run_id() const noexcept { return start_.run_id; }
  StateTime started_at() const noexcept { return start_.started_at; }

  // What is known before the first request. The request's services outlive the run's end.
  void describe(const RunRequest& request) noexcept;
  // The first of these counts.
  void committed(const v1::Run& run) noexcept;
  void failed(const Failure& failure) noexcept;

 private:
  bool is_first() noexcept { return !ended_.exchange(true); }

  StateStore store_;
  RunStart start_;
  RunNumber number_ = 0;
  std::mutex mutex_;  // of what describe tells
  v1::Run known_;
  std::function<v1::HttpStats()> http_stats_;
  std::atomic<bool> ended_{false};
};

}  // namespace ingest::host
