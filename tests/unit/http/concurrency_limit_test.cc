#include "http/concurrency_limit.hpp"

#include <gtest/gtest.h>

#include "http/host_pauses.hpp"

namespace ingest::host::http {
namespace {

using std::chrono::seconds;
using Time = ConcurrencyLimit::Time;

Time at(int second) { return Time(seconds(second)); }

int good_until_higher(ConcurrencyLimit& limit, Time sent) {
  for (int n = 1; n < 1000; ++n) {
    if (limit.answered(sent)) return n;
  }
  return -1;
}

TEST(ConcurrencyLimit, HalvesOncePerBurst) {
  ConcurrencyLimit limit(16);
  EXPECT_TRUE(limit.complained(at(1), at(2)));
  EXPECT_EQ(limit.now(), 8u);
  for (int i = 0; i < 15; ++i) EXPECT_FALSE(limit.complained(at(1), at(3)));
  EXPECT_FALSE(limit.complained(at(2), at(3)));
  EXPECT_EQ(limit.now(), 8u);
  EXPECT_TRUE(limit.complained(at(3), at(4)));
  EXPECT_EQ(limit.now(), 4u);
}

TEST(ConcurrencyLimit, NeverBelowOne) {
  ConcurrencyLimit limit(3);
  EXPECT_TRUE(limit.complained(at(1), at(2)));
  EXPECT_EQ(limit.now(), 1u);
  EXPECT_FALSE(limit.complained(at(3), at(4)));
  EXPECT_EQ(limit.now(), 1u);
  EXPECT_EQ(ConcurrencyLimit(0).now(), 1u);
}

TEST(ConcurrencyLimit, RecoversStepByStepAndNoFurther) {
  ConcurrencyLimit limit(4);
  limit.complained(at(1), at(2));
  EXPECT_EQ(limit.now(), 2u);
  EXPECT_FALSE(limit.answered(at(1)));  // of the time before
  EXPECT_EQ(good_until_higher(limit, at(3)), 10);
  EXPECT_EQ(limit.now(), 3u);
  EXPECT_EQ(good_until_higher(limit, at(3)), 10);
  EXPECT_EQ(limit.now(), 4u);
  EXPECT_EQ(good_until_higher(limit, at(3)), -1);
  EXPECT_EQ(limit.now(), 4u);
}

TEST(ConcurrencyLimit, AComplaintBeginsTheCountAnew) {
  ConcurrencyLimit limit(8);
  limit.complained(at(1), at(2));
  for (int i = 0; i < 9; ++i) limit.answered(at(3));
  limit.complained(at(3), at(4));
  EXPECT_EQ(good_until_higher(limit, at(5)), 10);
  EXPECT_EQ(limit.now(), 3u);
}

TEST(HostPauses, HoldOneHostAsLongAsTheLongestAsks) {
  HostPauses pauses;
  EXPECT_FALSE(pauses.paused("a:443", at(1)));
  EXPECT_EQ(pauses.pause("a:443", at(1), at(5)), seconds(4));
  EXPECT_EQ(pauses.pause("a:443", at(1), at(3)), seconds(0));  // shorter changes nothing
  EXPECT_EQ(pauses.pause("a:443", at(2), at(6)), seconds(1));
  EXPECT_TRUE(pauses.paused("a:443", at(5)));
  EXPECT_FALSE(pauses.paused("a:443", at(6)));
  EXPECT_FALSE(pauses.paused("b:443", at(5)));
  EXPECT_EQ(pauses.left(at(4), seconds(60)), seconds(2));
  EXPECT_EQ(pauses.left(at(6), seconds(60)), seconds(60));
  EXPECT_EQ(pauses.pause("a:443", at(9), at(10)), seconds(1));
}

}  // namespace
}  // namespace ingest::host::http
