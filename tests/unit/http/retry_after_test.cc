#include "http/retry_after.hpp"

#include <gtest/gtest.h>

namespace ingest::host {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// 1994-11-06T08:49:37Z
const auto kNow = std::chrono::system_clock::from_time_t(784111777);

std::optional<milliseconds> asked(const std::string& lines) { return retry_after(lines, kNow); }

TEST(RetryAfter, InSeconds) {
  EXPECT_EQ(asked("retry-after: 0\n"), seconds(0));
  EXPECT_EQ(asked("server: x\nretry-after: 120\n"), seconds(120));
  EXPECT_EQ(asked("retry-after: 99999999999999999999999\n"), kLongestRetryAfter);
  EXPECT_EQ(asked("retry-after: 9223372036854775807\n"), kLongestRetryAfter);
}

TEST(RetryAfter, AsADateOfAnyOfTheThreeForms) {
  EXPECT_EQ(asked("retry-after: Sun, 06 Nov 1994 08:50:07 GMT\n"), seconds(30));
  EXPECT_EQ(asked("retry-after: Sunday, 06-Nov-94 08:50:07 GMT\n"), seconds(30));
  EXPECT_EQ(asked("retry-after: Sun Nov  6 08:50:07 1994\n"), seconds(30));
  EXPECT_EQ(asked("retry-after: Sun, 06 Nov 1994 08:00:00 GMT\n"), seconds(0));  // over
  EXPECT_EQ(asked("retry-after: Sun, 06 Nov 2094 08:00:00 GMT\n"), kLongestRetryAfter);
}

TEST(RetryAfter, TheServersClockCounts) {
  EXPECT_EQ(asked("date: Tue, 06 Nov 2012 08:00:00 GMT\n"
                  "retry-after: Tue, 06 Nov 2012 08:00:05 GMT\n"),
            seconds(5));
}

TEST(RetryAfter, NonsenseIsNotThere) {
  for (const char* nonsense :
       {"", "retry-after: \n", "retry-after: soon\n", "retry-after: -5\n", "retry-after: 1.5\n",
        "retry-after: 5 s\n", "retry-after: 20:00\n"}) {
    EXPECT_EQ(asked(nonsense), std::nullopt) << nonsense;
  }
  EXPECT_EQ(asked("retry-after: " + std::string(100000, 'x') + "\n"), std::nullopt);
}

}  // namespace
}  // namespace ingest::host
