#include "run/page_queue.hpp"

#include <utility>

namespace ingest::host {

bool PageQueue::has_room(std::size_t bytes) const {
  return pages_.empty() || (pages_.size() < max_pages_ && bytes_ + bytes <= max_bytes_);
}

bool PageQueue::push(SourcePage page) {
  const std::size_t bytes = page.size();
  std::unique_lock lock(mutex_);
  room_.wait(lock, [&] { return stopped_ || has_room(bytes); });
  if (stopped_) return false;
  bytes_ += bytes;
  pages_.push_back(std::move(page));
  lock.unlock();
  pages_there_.notify_one();
  return true;
}

std::optional<SourcePage> PageQueue::pop() {
  std::unique_lock lock(mutex_);
  pages_there_.wait(lock, [&] { return stopped_ || finished_ || !pages_.empty(); });
  if (stopped_ || pages_.empty()) return std::nullopt;
  std::optional<SourcePage> page(std::move(pages_.front()));
  pages_.pop_front();
  bytes_ -= page->size();
  const bool half_empty = pages_.size() <= max_pages_ / 2 && bytes_ <= max_bytes_ / 2;
  lock.unlock();
  // Waking fetch for each page that leaves costs more than the page's place is worth.
  if (half_empty) room_.notify_all();
  return page;
}

void PageQueue::finish() {
  const std::lock_guard lock(mutex_);
  finished_ = true;
  pages_there_.notify_all();
}

void PageQueue::stop() {
  std::deque<SourcePage> dropped;
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  pages_.swap(dropped);
  bytes_ = 0;
  room_.notify_all();
  pages_there_.notify_all();
}

}  // namespace ingest::host
