#include "http/call_queue.hpp"

#include <algorithm>
#include <utility>

namespace ingest::host::http {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kCancelPoll{50};

// As long as it lives, which its user's lock protects at both ends.
class Count {
 public:
  explicit Count(unsigned& count) : count_(++count) {}
  ~Count() { --count_; }
  Count(const Count&) = delete;
  Count& operator=(const Count&) = delete;

 private:
  unsigned& count_;
};

uint64_t body_size(const Response& response) { return response.body ? response.body->size() : 0; }

}  // namespace

bool CallQueue::expect_one() {
  const std::lock_guard lock(mutex_);
  if (outstanding_ >= kMaxOutstanding) return false;
  ++outstanding_;
  return true;
}

void CallQueue::deliver(std::unique_ptr<Response> response) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    waiting_ += body_size(*response);
    ready_.push_back(std::move(response));
  }
  changed_.notify_one();
}

void CallQueue::abandon_one() noexcept {
  {
    const std::lock_guard lock(mutex_);
    if (outstanding_ > 0) --outstanding_;
  }
  changed_.notify_all();
}

CallQueue::Taken CallQueue::take(std::chrono::milliseconds timeout,
                                 const std::function<bool()>& cancelled,
                                 std::unique_ptr<Response>& out) {
  const Clock::time_point start = Clock::now();
  std::unique_lock lock(mutex_);
  const Count counted(takers_);
  while (true) {
    lock.unlock();  // the host's function takes as long as it takes
    const bool stop = cancelled();
    lock.lock();
    if (stop || closed_) return Taken::kCancelled;
    if (!ready_.empty()) {
      out = std::move(ready_.front());
      ready_.pop_front();
      waiting_ -= body_size(*out);
      --outstanding_;
      ++taken_;
      return Taken::kResponse;
    }
    if (outstanding_ == 0) return Taken::kNothing;
    Clock::duration pause = kCancelPoll;
    if (timeout.count() >= 0) {
      const Clock::duration left = timeout - (Clock::now() - start);
      if (left <= Clock::duration::zero()) return Taken::kTimeout;
      pause = std::min(pause, left);
    }
    changed_.wait_for(lock, pause, [&] { return closed_ || !ready_.empty() || outstanding_ == 0; });
  }
}

void CallQueue::close() noexcept {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    ready_.clear();
    waiting_ = 0;
  }
  changed_.notify_all();
}

bool CallQueue::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

bool CallQueue::is_starving() const {
  const std::lock_guard lock(mutex_);
  return ready_.empty() && takers_ > 0 && taken_ > 0;
}

void CallQueue::release_one() noexcept {
  const std::lock_guard lock(mutex_);
  --taken_;
}

bool CallQueue::backed_up() const {
  const std::lock_guard lock(mutex_);
  return waiting_ >= kMaxWaiting;
}

}  // namespace ingest::host::http
