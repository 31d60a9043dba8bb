// supervisor.cc - see supervisor.hpp.
#include "worker/supervisor.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <utility>

#include "diagnostics/log.hpp"
#include "sandbox/sanitized.hpp"
#include "worker/worker_threads.hpp"

namespace ingest::host {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTick{100};
// While the worker is about to end, or says nothing any more.
constexpr milliseconds kShortTick{5};
// What a worker that was told to stop has for it: its own patience with the connector is 1.5 s, and
// it then speaks for 0.3 s at most.
constexpr milliseconds kStopPatience{1900};
// What it may take to be gone, once it has said that all is done. A sanitizer looks for leaks then.
constexpr milliseconds kEndPatience{kSanitized ? 60000 : 2000};

// A sanitizer found something when all seemed to be well, and has said what.
bool is_found_fault(const WorkerEnd& end, int status) {
  return kSanitized && end.signal == 0 && end.exit_status != status;
}

}  // namespace

Supervisor::Supervisor(WorkerCommand command, const WorkerStart& start, std::string connector,
                       std::string connection)
    : connector_(std::move(connector)),
      connection_(std::move(connection)),
      connector_file_(start.connector),
      limits_(start.limits),
      shared_(SharedBox::make()),
      channel_(File()),
      stalls_(start.limits.stall),
      ticked_(Clock::now()) {
  Channel::Ends ends = Channel::make();
  channel_ = std::move(ends.ours);
  channel_.send_start(start);
  command.channel = ends.workers.descriptor();
  command.box = shared_.file().descriptor();
  process_.emplace(command);
  printed_.emplace(process_->printed(),
                   [this](std::string_view line) { tell_printed("standard output", line); });
  printed_errors_.emplace(process_->printed_errors(),
                          [this](std::string_view line) { tell_printed("standard error", line); });
}

void Supervisor::tell_printed(const char* stream, std::string_view line) {
  log(LogLevel::kWarn, connector_, std::string("wrote to ") + stream + ": " + std::string(line),
      {connection_, read_run(shared_.box()).run_id});
}

void Supervisor::stop(int signal) noexcept {
  channel_.send_stop(signal);
  told_to_stop_.store(Clock::now().time_since_epoch().count());
}

void Supervisor::wait() {
  const auto polled = [](const std::optional<PrintedLines>& lines, int descriptor) {
    return pollfd{lines ? descriptor : -1, POLLIN, 0};
  };
  std::array<pollfd, 3> all = {pollfd{channel_is_open_ ? channel_.descriptor() : -1, POLLIN, 0},
                               polled(printed_, process_->printed()),
                               polled(printed_errors_, process_->printed_errors())};
  const milliseconds most = channel_is_open_ && !should_be_gone_ ? kTick : kShortTick;
  ::poll(all.data(), all.size(), static_cast<int>(most.count()));
  if ((all[0].revents & POLLIN) != 0 && !status_) {
    status_ = channel_.receive_done();
    if (status_) should_be_gone_ = Clock::now() + kEndPatience;
  }
  // Else it would be ready all the time.
  if (status_ || (all[0].revents & (POLLHUP | POLLERR)) != 0) channel_is_open_ = false;
}

void Supervisor::read_printed() {
  for (std::optional<PrintedLines>* lines : {&printed_, &printed_errors_}) {
    if (!*lines || (*lines)->read()) continue;
    (*lines)->finish();
    lines->reset();
  }
}

void Supervisor::watch(Clock::time_point now) {
  if (now - ticked_ < kTick) return;
  // Not more than what a tick takes: this process or the machine may have been suspended.
  const milliseconds passed =
      std::min(std::chrono::duration_cast<milliseconds>(now - ticked_), 2 * kTick);
  ticked_ = now;
  const auto facts = process_->facts();
  if (stopped_.why != Stopped::Why::kNot || !facts || facts->suspended) return;
  if (facts->resident > limits_.memory) {
    stopped_ = {Stopped::Why::kMemory, std::nullopt, facts->resident, 0};
    process_->kill();
  } else if (facts->threads > kMostThreads) {
    stopped_ = {Stopped::Why::kThreads, std::nullopt, 0, facts->threads};
    process_->kill();
  } else if (auto silent = stalls_.tick(read_calls(shared_.box()), passed)) {
    stopped_ = {Stopped::Why::kSilent, std::move(silent), 0, 0};
    process_->kill();
  }
}

void Supervisor::look_after_ending(Clock::time_point now) {
  if (should_be_gone_) {
    if (now >= *should_be_gone_) process_->kill();
    return;
  }
  const Clock::rep told = told_to_stop_.load();
  if (told == 0 || deaf_) return;
  if (now - Clock::time_point(Clock::duration(told)) < kStopPatience) return;
  deaf_ = true;
  process_->kill();
}

WorkerOutcome Supervisor::run() {
  while (true) {
    wait();
    read_printed();
    const auto end = process_->ended();
    if (end) return outcome(*end);
    const Clock::time_point now = Clock::now();
    watch(now);
    look_after_ending(now);
  }
}

WorkerOutcome Supervisor::outcome(WorkerEnd end) {
  if (!status_) status_ = channel_.receive_done();
  read_printed();
  for (std::optional<PrintedLines>* lines : {&printed_, &printed_errors_})
    if (*lines) (*lines)->finish();
  WorkerOutcome outcome;
  outcome.run = read_run(shared_.box());
  outcome.status = status_;
  outcome.deaf = deaf_ && !status_;
  if (status_ && is_found_fault(end, *status_)) outcome.status = end.exit_status;
  if (status_ || outcome.deaf) return outcome;
  outcome.failure = failure_of({connector_, connector_file_, limits_, end,
                                read_death(shared_.box()), read_calls(shared_.box()), stopped_});
  return outcome;
}

}  // namespace ingest::host
