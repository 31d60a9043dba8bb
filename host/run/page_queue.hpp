// page_queue.hpp - pages on their way from fetch to the transform workers, bounded by count and
// by bytes, so that a fast source waits instead of filling memory. [thread-safe]
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace ingest::host {

class OpenUnit;

// One page of the source, owning what it needs.
struct SourcePage {
  std::shared_ptr<OpenUnit> unit;
  std::string key;
  std::string media_type;
  std::shared_ptr<const std::string> body_owner;
  std::string_view body;  // inside body_owner
  std::string context;
  std::uint64_t place = 0;
  std::uint64_t rows = 0;
  std::int64_t observed_unix_ns = 0;

  std::size_t size() const noexcept {
    return body_owner->size() + context.size() + key.size() + sizeof(*this);
  }
};

class PageQueue {
 public:
  PageQueue(std::size_t max_pages, std::size_t max_bytes)
      : max_pages_(max_pages), max_bytes_(max_bytes) {}

  // Waits for room, and when there was none until half of the queue is free; a page larger than
  // max_bytes gets in when the queue is empty. False when the queue was stopped: the page is
  // dropped.
  bool push(SourcePage page);
  // Waits for a page; none when the queue is finished and empty, or stopped.
  std::optional<SourcePage> pop();

  void finish();  // no more pages come; those in the queue are still handed out
  void stop();    // drops everything and wakes everybody

 private:
  bool has_room(std::size_t bytes) const;

  const std::size_t max_pages_;
  const std::size_t max_bytes_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable pages_there_;
  std::deque<SourcePage> pages_;
  std::size_t bytes_ = 0;
  bool finished_ = false;
  bool stopped_ = false;
};

}  // namespace ingest::host
