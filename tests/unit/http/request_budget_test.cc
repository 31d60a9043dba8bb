#include "http/request_budget.hpp"

#include <gtest/gtest.h>

namespace ingest::host::http {
namespace {

using std::chrono::milliseconds;

// How many may start within the time, when each starts as soon as it may.
int started_within(double per_second, milliseconds time) {
  RequestBudget budget(per_second);
  const Clock::time_point start = Clock::now();
  int count = 0;
  for (Clock::time_point now = start; now < start + time; now += milliseconds(1)) {
    while (budget.wait(now) == Clock::duration::zero() && count < 100000) {
      budget.charge(now);
      ++count;
    }
  }
  return count;
}

TEST(RequestBudget, KeepsTheRate) {
  EXPECT_NEAR(started_within(10, milliseconds(2000)), 20, 1);
  EXPECT_NEAR(started_within(1000, milliseconds(2000)), 2000, 60);
  EXPECT_NEAR(started_within(0.5, milliseconds(4000)), 2, 1);
}

TEST(RequestBudget, ZeroIsNoLimit) { EXPECT_EQ(started_within(0, milliseconds(1)), 100000); }

TEST(RequestBudget, SaysHowLongToWait) {
  RequestBudget budget(4);
  const Clock::time_point now = Clock::now();
  EXPECT_EQ(budget.wait(now), Clock::duration::zero());
  budget.charge(now);
  EXPECT_EQ(budget.wait(now), milliseconds(250));
  EXPECT_EQ(budget.wait(now + milliseconds(100)), milliseconds(150));
  budget.charge(now + milliseconds(100));  // debt
  EXPECT_EQ(budget.wait(now + milliseconds(100)), milliseconds(400));
}

TEST(RequestBudget, CountsWhatIsInFlight) {
  RequestBudget budget(0);
  budget.enter();
  budget.enter();
  EXPECT_EQ(budget.in_flight(), 2u);
  budget.leave();
  EXPECT_EQ(budget.in_flight(), 1u);
}

}  // namespace
}  // namespace ingest::host::http
