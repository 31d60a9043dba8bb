// supervisor.hpp - sees a worker through: starts it, hands it what it needs, passes requests to
// stop on, watches its signs of life, its memory and threads, tells what the connector prints, and
// finds out how it ended. One thread, which lives as long as the process; stop() is thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>

#include "diagnostics/failure.hpp"
#include "worker/black_box.hpp"
#include "worker/box_reader.hpp"
#include "worker/channel.hpp"
#include "worker/death_report.hpp"
#include "worker/printed_lines.hpp"
#include "worker/stall_watch.hpp"
#include "worker/worker_process.hpp"

namespace ingest::host {

struct WorkerOutcome {
  std::optional<int> status;       // of the worker's command: it came to its own end
  std::optional<Failure> failure;  // why it did not
  bool deaf = false;               // it was told to stop, did nothing, and was killed
  RunFacts run;
};

class Supervisor {
 public:
  // command: all but the channel and the box. connector: its id; connection: its name, for the log.
  // Throws a Failure (kInternal) when no worker can be started.
  Supervisor(WorkerCommand command, const WorkerStart& start, std::string connector,
             std::string connection);

  // Returns when the worker is gone.
  WorkerOutcome run();

  // Asks the worker to stop because of a signal; kills it when it does not.
  void stop(int signal) noexcept;
  void kill() noexcept { process_->kill(); }

 private:
  using Clock = std::chrono::steady_clock;

  void wait();
  void read_printed();
  void watch(Clock::time_point now);
  void look_after_ending(Clock::time_point now);
  void tell_printed(const char* stream, std::string_view line);
  WorkerOutcome outcome(WorkerEnd end);

  const std::string connector_;
  const std::string connection_;
  const std::filesystem::path connector_file_;
  const WorkerLimits limits_;
  SharedBox shared_;
  Channel channel_;
  std::optional<WorkerProcess> process_;
  std::optional<PrintedLines> printed_;
  std::optional<PrintedLines> printed_errors_;
  StallWatch stalls_;
  Stopped stopped_;
  std::optional<int> status_;
  bool channel_is_open_ = true;
  Clock::time_point ticked_;
  std::optional<Clock::time_point> should_be_gone_;
  std::atomic<Clock::rep> told_to_stop_{0};  // when; 0: not
  bool deaf_ = false;
};

}  // namespace ingest::host
