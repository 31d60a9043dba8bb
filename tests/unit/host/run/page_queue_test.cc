#include "run/page_queue.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace ingest::host {
namespace {

SourcePage page(std::size_t size, std::uint64_t place = 0) {
  SourcePage page;
  page.body_owner = std::make_shared<const std::string>(size, 'x');
  page.body = *page.body_owner;
  page.place = place;
  return page;
}

// Pushes on a thread of its own and tells whether it had to wait.
class Pusher {
 public:
  Pusher(PageQueue& queue, SourcePage next)
      : thread_([this, &queue, next = std::move(next)]() mutable {
          result_ = queue.push(std::move(next)) ? 1 : 0;
        }) {}
  bool waits() const {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    return result_ == -1;
  }
  bool result() {
    thread_.join();
    return result_ == 1;
  }

 private:
  std::atomic<int> result_{-1};
  std::thread thread_;
};

TEST(PageQueue, KeepsTheOrderAndEnds) {
  PageQueue queue(10, 1 << 20);
  for (std::uint64_t i = 0; i < 3; ++i) EXPECT_TRUE(queue.push(page(1, i)));
  queue.finish();
  for (std::uint64_t i = 0; i < 3; ++i) EXPECT_EQ(queue.pop()->place, i);
  EXPECT_FALSE(queue.pop());
}

TEST(PageQueue, BoundsTheCount) {
  PageQueue queue(2, 1 << 20);
  queue.push(page(1));
  queue.push(page(1));
  Pusher third(queue, page(1));
  EXPECT_TRUE(third.waits());
  queue.pop();
  EXPECT_TRUE(third.result());
}

TEST(PageQueue, BoundsTheBytesButTakesOneGiant) {
  PageQueue queue(100, 10'000);
  EXPECT_TRUE(queue.push(page(50'000)));
  Pusher second(queue, page(1));
  EXPECT_TRUE(second.waits());
  EXPECT_EQ(queue.pop()->body.size(), 50'000U);
  EXPECT_TRUE(second.result());
  Pusher third(queue, page(20'000));
  EXPECT_TRUE(third.waits());
  queue.pop();
  EXPECT_TRUE(third.result());
}

// And not once for every page: both threads would do little else.
TEST(PageQueue, WakesFetchWhenHalfOfItIsFree) {
  PageQueue queue(4, 1 << 20);
  for (int i = 0; i < 4; ++i) queue.push(page(1));
  Pusher fifth(queue, page(1));
  EXPECT_TRUE(fifth.waits());
  queue.pop();
  EXPECT_TRUE(fifth.waits());
  queue.pop();
  EXPECT_TRUE(fifth.result());
}

TEST(PageQueue, NobodyIsLeftWaiting) {
  constexpr std::size_t kThreads = 4;
  constexpr std::size_t kPages = 2000;
  PageQueue queue(3, 1000);
  std::vector<std::thread> pushers;
  for (std::size_t t = 0; t < kThreads; ++t)
    pushers.emplace_back([&queue, t] {
      for (std::size_t i = 0; i < kPages; ++i) EXPECT_TRUE(queue.push(page(1 + (i * 7 + t) % 990)));
    });
  std::atomic<std::size_t> popped{0};
  std::vector<std::thread> poppers;
  for (std::size_t t = 0; t < kThreads; ++t)
    poppers.emplace_back([&] {
      while (queue.pop()) ++popped;
    });
  for (std::thread& pusher : pushers) pusher.join();
  queue.finish();
  for (std::thread& popper : poppers) popper.join();
  EXPECT_EQ(popped, kThreads * kPages);
}

TEST(PageQueue, StopWakesEverybody) {
  PageQueue queue(1, 1 << 20);
  queue.push(page(1));
  Pusher second(queue, page(1));
  EXPECT_TRUE(second.waits());
  queue.stop();
  EXPECT_FALSE(second.result());
  EXPECT_FALSE(queue.pop());
  EXPECT_FALSE(queue.push(page(1)));
}

}  // namespace
}  // namespace ingest::host
