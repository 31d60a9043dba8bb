// checkpoint_queue.hpp - brings finished units to disk, several at a time, on a thread of its own:
// what waits for the disk is neither the network nor a worker. A unit counts as done only when it
// comes out at the other end. [thread-safe]
#pragma once

#include <chrono>
#include <condition_variable>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "run/open_unit.hpp"

namespace ingest::host {

class CheckpointQueue {
 public:
  // folder holds the segments. durable runs on the queue's thread; it must not throw.
  CheckpointQueue(std::filesystem::path folder,
                  std::function<void(std::vector<FinishedUnit>)> durable);
  ~CheckpointQueue();  // what still waits is not brought to disk
  CheckpointQueue(const CheckpointQueue&) = delete;
  CheckpointQueue& operator=(const CheckpointQueue&) = delete;

  // Returns at once. Throws what the disk said about units before.
  void add(FinishedUnit unit);
  // Waits until all that was added is on disk; throws when something can't be.
  void drain();
  // The same for a while at most, and whatever the disk says.
  void drain_for(std::chrono::milliseconds limit) noexcept;

 private:
  class Hurry;
  void work();
  void sync(const std::vector<FinishedUnit>& batch) const;

  const std::filesystem::path folder_;
  const std::function<void(std::vector<FinishedUnit>)> durable_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<FinishedUnit> waiting_;
  bool busy_ = false;
  int in_a_hurry_ = 0;
  bool stop_ = false;
  std::exception_ptr error_;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace ingest::host
