#include "run/checkpoint_queue.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "output/file.hpp"

namespace ingest::host {
namespace {

// Open files at one time, and what a stop may have to wait for.
constexpr std::size_t kBatchMax = 64;

}  // namespace

CheckpointQueue::CheckpointQueue(std::filesystem::path folder,
                                 std::function<void(std::vector<FinishedUnit>)> durable)
    : folder_(std::move(folder)), durable_(std::move(durable)), thread_([this] { work(); }) {}

CheckpointQueue::~CheckpointQueue() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    changed_.notify_all();
  }
  thread_.join();
}

void CheckpointQueue::add(FinishedUnit unit) {
  const std::lock_guard lock(mutex_);
  if (error_) std::rethrow_exception(error_);
  waiting_.push_back(std::move(unit));
  changed_.notify_all();
}

void CheckpointQueue::drain() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return error_ || (waiting_.empty() && !busy_); });
  if (error_) std::rethrow_exception(error_);
}

void CheckpointQueue::drain_for(std::chrono::milliseconds limit) noexcept {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, limit, [this] { return error_ || (waiting_.empty() && !busy_); });
}

void CheckpointQueue::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
    if (stop_) return;
    std::vector<FinishedUnit> batch;
    const auto end = waiting_.begin() +
                     static_cast<std::ptrdiff_t>(std::min<std::size_t>(waiting_.size(), kBatchMax));
    std::move(waiting_.begin(), end, std::back_inserter(batch));
    waiting_.erase(waiting_.begin(), end);
    busy_ = true;
    lock.unlock();
    std::exception_ptr error;
    try {
      sync(batch);
      durable_(std::move(batch));
    } catch (...) {
      error = std::current_exception();
    }
    lock.lock();
    busy_ = false;
    error_ = error;
    changed_.notify_all();
    if (error_) return;
  }
}

// The files' data are under way together before the first is waited for: one commit of the file
// system's journal then serves many.
void CheckpointQueue::sync(const std::vector<FinishedUnit>& batch) const {
  std::vector<File> files;
  for (const FinishedUnit& unit : batch) {
    files.push_back(File::open_to_read(unit.segment));
    files.back().start_sync();
  }
  for (File& file : files) file.sync();
  sync_folder(folder_);
}

}  // namespace ingest::host
