// body_memory.hpp - how much memory the bodies of answers take, wherever they are: waiting to be
// taken, with the connector, in the run's queue, under the transform. What waits for room is told
// when a body is freed. [thread-safe]
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace ingest::host::http {

class BodyMemory {
 public:
  // on_freed may be called on any thread, until stop.
  explicit BodyMemory(std::function<void()> on_freed);
  ~BodyMemory();  // bodies may live longer
  BodyMemory(const BodyMemory&) = delete;
  BodyMemory& operator=(const BodyMemory&) = delete;

  // The body, counted as long as somebody holds it.
  std::shared_ptr<const std::string> keep(std::string body);
  std::uint64_t used() const noexcept { return ledger_->used; }

  // on_freed is called when the next body is freed. To be said before used() is looked at.
  void wait_for_room() noexcept { ledger_->wanted = true; }
  bool is_waited_for() const noexcept { return ledger_->wanted; }
  void stop() noexcept { ledger_->stop(); }

 private:
  struct Ledger {
    std::atomic<std::uint64_t> used{0};
    std::atomic<bool> wanted{false};
    std::mutex mutex;  // of on_freed
    std::function<void()> on_freed;

    void freed(std::uint64_t size) noexcept;
    void stop() noexcept;
  };
  struct Body;
  const std::shared_ptr<Ledger> ledger_;
};

}  // namespace ingest::host::http
