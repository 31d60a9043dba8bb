#include "run/checkpoint_queue.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <iterator>
#include <system_error>
#include <utility>

#include "output/file.hpp"
#include "output/segment_writer.hpp"

namespace ingest::host {
namespace {

// Open files at one time, and what a stop may have to wait for.
constexpr std::size_t kBatchMax = 64;
constexpr std::size_t kThreadsMax = 16;
// What a power loss may take. While the file system's journal is committed, nobody else gets on:
// once in a while costs nothing, all the time costs half the speed.
constexpr std::chrono::milliseconds kPause{500};

}  // namespace

// Somebody waits, and holds the queue's lock when this begins and ends.
class CheckpointQueue::Hurry {
 public:
  explicit Hurry(CheckpointQueue& queue) : queue_(queue) {
    ++queue_.in_a_hurry_;
    queue_.changed_.notify_all();
  }
  ~Hurry() { --queue_.in_a_hurry_; }
  Hurry(const Hurry&) = delete;
  Hurry& operator=(const Hurry&) = delete;

 private:
  CheckpointQueue& queue_;
};

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
  const Hurry hurry(*this);
  changed_.wait(lock, [this] { return error_ || (waiting_.empty() && !busy_); });
  if (error_) std::rethrow_exception(error_);
}

void CheckpointQueue::drain_for(std::chrono::milliseconds limit) noexcept {
  std::unique_lock lock(mutex_);
  const Hurry hurry(*this);
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
    changed_.wait_for(lock, kPause,
                      [this] { return stop_ || in_a_hurry_ > 0 || waiting_.size() >= kBatchMax; });
  }
}

// Several threads wait for the disk, so that one commit of the file system's journal and one flush
// of the device serve many files: ten times as fast as file by file.
void CheckpointQueue::sync(const std::vector<FinishedUnit>& batch) const {
  std::vector<File> files;
  for (const FinishedUnit& unit : batch) {
    files.push_back(File::open_to_read(segment_path(folder_, unit.account.report().unit())));
    files.back().start_sync();
  }
  std::atomic<std::size_t> next{0};
  const auto sync_some = [&files, &next] {
    for (std::size_t i = next++; i < files.size(); i = next++) files[i].sync();
  };
  std::vector<std::future<void>> others;  // joined on every way out
  try {
    while (others.size() + 1 < std::min(files.size(), kThreadsMax))
      others.push_back(std::async(std::launch::async, sync_some));
  } catch (const std::system_error&) {  // no more threads: then with fewer
  }
  sync_some();
  for (std::future<void>& other : others) other.get();
  sync_folder(folder_);
}

}  // namespace ingest::host
