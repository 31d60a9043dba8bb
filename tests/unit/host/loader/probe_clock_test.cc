#include "loader/probe_clock.hpp"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <functional>
#include <thread>

namespace ingest::host {
namespace {

using namespace std::chrono_literals;

// A child that does one thing for ever; ended with the object.
class Child {
 public:
  explicit Child(const std::function<void()>& act) : pid_(::fork()) {
    if (pid_ == 0)
      for (;;) act();
  }
  ~Child() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_;
};

TEST(ProbeClock, SeesSleep) {
  const Child child([] { ::sleep(100); });
  std::this_thread::sleep_for(50ms);
  ProbeClock clock;
  EXPECT_FALSE(clock.started());
  clock.start(child.pid());
  std::this_thread::sleep_for(300ms);
  EXPECT_TRUE(clock.started());
  const auto slept = clock.slept();
  EXPECT_GE(slept, 250ms);
  EXPECT_LE(slept, clock.elapsed());
  EXPECT_LT(clock.computed(), 50ms);
}

TEST(ProbeClock, SeesComputing) {
  const Child child([] {});
  ProbeClock clock;
  clock.start(child.pid());
  while (clock.computed() < 100ms) {
    EXPECT_EQ(clock.slept(), 0ns);
    ASSERT_LT(clock.elapsed(), 60s);
    std::this_thread::sleep_for(5ms);
  }
}

// It wants to compute, and others have the processor.
TEST(ProbeClock, WaitingForTheProcessorIsNotSleep) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(static_cast<std::size_t>(::sched_getcpu()), &one);
  std::atomic<bool> done{false};
  std::thread busy([&] {
    ::sched_setaffinity(0, sizeof(one), &one);
    while (!done) {
    }
  });
  {
    const Child child([&] {
      ::sched_setaffinity(0, sizeof(one), &one);
      ::setpriority(PRIO_PROCESS, 0, 19);
      while (::getpid() > 0) {
      }
    });
    std::this_thread::sleep_for(100ms);
    ProbeClock clock;
    clock.start(child.pid());
    std::this_thread::sleep_for(400ms);
    EXPECT_LT(clock.computed(), 200ms) << "it was not held up";
    EXPECT_EQ(clock.slept(), 0ns);
  }
  done = true;
  busy.join();
}

TEST(ProbeClock, OneThatIsGoneDoesNotSleep) {
  ProbeClock clock;
  {
    const Child child([] { ::sleep(100); });
    clock.start(child.pid());
  }
  std::this_thread::sleep_for(20ms);
  EXPECT_EQ(clock.slept(), 0ns);
  EXPECT_LE(clock.computed(), 0ns);
}

}  // namespace
}  // namespace ingest::host
