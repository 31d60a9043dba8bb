// channel.hpp - what a supervisor and its worker say to each other, in packets: how to start, to
// stop, and that all is done. One object on either end; sending is thread-safe, receiving is for
// one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "connection/worker_limits.hpp"
#include "output/file.hpp"

namespace ingest::host {

// The first packet.
struct WorkerStart {
  std::int64_t supervisor = 0;  // process id
  std::filesystem::path connector;
  std::string connector_sha256;
  WorkerLimits limits;
  std::string connection;  // which one it is, where the command line doesn't say; may be empty
  // Of a connection that is not saved yet, whose text comes as a descriptor; empty otherwise.
  std::filesystem::path candidate_file;
  std::string candidate_name;
};

class Channel {
 public:
  explicit Channel(File end) : end_(std::move(end)) {}

  struct Ends;
  static Ends make();  // throws a Failure (kInternal)

  int descriptor() const noexcept { return end_.descriptor(); }

  // The supervisor's. They say nothing of whether they arrive.
  void send_start(const WorkerStart& start) const;  // throws a Failure (kInternal)
  void send_stop(int signal) const noexcept;
  // What the worker has said, without waiting: the exit status of its command. None: not yet, or
  // nothing that makes sense.
  std::optional<int> receive_done() const noexcept;

  // The worker's. Throws a Failure (kUsage) when nothing of the kind comes.
  WorkerStart receive_start() const;
  // Waits. None: the time is over; 0: the supervisor is gone.
  std::optional<int> receive_stop(std::optional<std::chrono::milliseconds> patience) const noexcept;
  void send_done(int status) const noexcept;

 private:
  void send(const std::string& packet) const noexcept;

  File end_;
};

struct Channel::Ends {
  Channel ours;
  File workers;
};

}  // namespace ingest::host
