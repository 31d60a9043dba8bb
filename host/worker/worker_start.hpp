// worker_start.hpp - a worker's first steps: it takes over what its supervisor handed down, lets go
// of what it must not have, and says from then on how it is. Before other threads.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "loader/vetted_file.hpp"
#include "secrets/secret_handover.hpp"
#include "worker/black_box.hpp"
#include "worker/channel.hpp"

namespace ingest::host {

// What there is one of in a worker. Never destroyed.
struct Worker {
  Channel channel;
  WorkerStart start;
  SharedBox shared;
  std::shared_ptr<const HandedSecrets> secrets;  // whoever needs them takes them away
  VettedFile connector;
  std::optional<std::string> candidate;  // the text of a connection that is not saved yet

  // For the person, in case that it comes to no end of its own. [thread-safe], but for the first.
  void note_run(const std::string& run_id, const std::string& unit_noun, bool can_be_resumed);
  void note_units_kept(std::uint64_t units) noexcept;
  void note_committed() noexcept;

  // The last thing that is said: the command has ended with that status. Ends the process; nothing
  // that a connector left behind is run.
  [[noreturn]] void end(int status) noexcept;
};

// Takes this process's limits down, closes the ways out that no connector needs, and becomes silent
// on 1 and 2. Throws a Failure: kUsage when no supervisor has started this process, kInternal when
// it can't be closed in.
Worker& start_worker();

// Null in any other process.
Worker* this_worker() noexcept;

}  // namespace ingest::host
