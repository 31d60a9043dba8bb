#include "http/backoff.hpp"

#include <gtest/gtest.h>

namespace ingest::host {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr RetryLimits kLimits{6, milliseconds(500), seconds(4), seconds(60), seconds(20)};

Backoff with(double random) {
  return Backoff(
      kLimits, [random] { return random; }, [] { return std::chrono::system_clock::time_point(); });
}

AttemptOutcome answered(int status, std::string_view headers = "", milliseconds elapsed = {}) {
  return {AttemptEnd::kAnswered, status, headers, elapsed};
}

TEST(Backoff, ThePauseIsAnyPartOfABoundThatDoubles) {
  const milliseconds bounds[] = {milliseconds(500), seconds(1), seconds(2), seconds(4), seconds(4)};
  for (unsigned attempt = 1; attempt <= 5; ++attempt) {
    EXPECT_EQ(with(0).decide(attempt, answered(503)).pause, milliseconds(0));
    EXPECT_EQ(with(0.5).decide(attempt, answered(503)).pause, bounds[attempt - 1] / 2);
    EXPECT_EQ(with(1).decide(attempt, answered(503)).pause, bounds[attempt - 1]);
  }
}

TEST(Backoff, TheRealRandomSourceSpreads) {
  Backoff backoff(kLimits);
  milliseconds least(1000), most(0);
  for (int i = 0; i < 200; ++i) {
    const milliseconds pause = *backoff.decide(1, answered(503)).pause;
    least = std::min(least, pause);
    most = std::max(most, pause);
  }
  EXPECT_LT(least, milliseconds(100));
  EXPECT_GT(most, milliseconds(400));
  EXPECT_LE(most, milliseconds(500));
}

TEST(Backoff, AttemptsAreBounded) {
  EXPECT_TRUE(with(0).decide(5, answered(503)).pause);
  EXPECT_FALSE(with(0).decide(6, answered(503)).pause);
}

TEST(Backoff, TimeIsBounded) {
  EXPECT_TRUE(with(1).decide(1, answered(503, "", milliseconds(59500))).pause);
  const RetryDecision late = with(1).decide(1, answered(503, "", milliseconds(59501)));
  EXPECT_FALSE(late.pause);
  EXPECT_EQ(late.why_final, "no attempt begins after 60 s (http.retry.max_elapsed)");
  EXPECT_FALSE(with(0).decide(1, answered(503, "", seconds(61))).pause);
}

TEST(Backoff, TheStatusesThatMayPass) {
  for (const int status : {408, 429, 500, 502, 503, 504}) {
    EXPECT_TRUE(with(0).decide(1, answered(status)).pause) << status;
  }
  for (const int status :
       {200, 204, 301, 304, 400, 401, 403, 404, 405, 409, 410, 413, 422, 501, 505, 0, 999}) {
    const RetryDecision decision = with(0).decide(1, answered(status));
    EXPECT_FALSE(decision.pause) << status;
    EXPECT_EQ(decision.why_final, "") << status;
  }
}

TEST(Backoff, TheFailuresThatMayPass) {
  for (const AttemptEnd end :
       {AttemptEnd::kUnresolved, AttemptEnd::kConnection, AttemptEnd::kTimeout,
        AttemptEnd::kStalled, AttemptEnd::kCutShort, AttemptEnd::kCorrupt}) {
    // An answer that broke off may have said 200, or 404.
    EXPECT_TRUE(with(0).decide(1, {end, 200, "", {}}).pause) << static_cast<int>(end);
    EXPECT_TRUE(with(0).decide(1, {end, 404, "", {}}).pause) << static_cast<int>(end);
  }
  for (const AttemptEnd end : {AttemptEnd::kUnknownName, AttemptEnd::kHopeless}) {
    EXPECT_FALSE(with(0).decide(1, {end, 503, "", {}}).pause) << static_cast<int>(end);
  }
}

TEST(Backoff, RetryAfterIsTheLeastPause) {
  EXPECT_EQ(with(0).decide(1, answered(429, "retry-after: 7\n")).pause, seconds(7));
  EXPECT_EQ(with(1).decide(1, answered(503, "retry-after: 7\n")).pause, milliseconds(7500));
  EXPECT_EQ(with(0).decide(4, answered(503, "retry-after: soon\n")).pause, milliseconds(0));
  EXPECT_EQ(with(0).decide(1, answered(503, "retry-after: Thu, 01 Jan 1970 00:00:09 GMT\n")).pause,
            seconds(9));
  // It does not make a final answer a passing one, nor is it taken from a broken answer.
  EXPECT_FALSE(with(0).decide(1, answered(404, "retry-after: 1\n")).pause);
  EXPECT_EQ(with(0).decide(1, {AttemptEnd::kCutShort, 503, "retry-after: 7\n", {}}).pause,
            milliseconds(0));
}

TEST(Backoff, ALongerRetryAfterIsFinalAndSaysSo) {
  RetryDecision decision = with(0).decide(1, answered(429, "retry-after: 21\n"));
  EXPECT_FALSE(decision.pause);
  EXPECT_EQ(decision.why_final,
            "the server asks for a pause of 21 s, and at most 20 s are waited for "
            "(http.retry.max_retry_after)");
  decision = with(0).decide(1, answered(429, "retry-after: 15\n", seconds(50)));
  EXPECT_FALSE(decision.pause);
  EXPECT_EQ(decision.why_final,
            "the server asks for a pause of 15 s, and 10 s are left (http.retry.max_elapsed)");
  EXPECT_TRUE(with(1).decide(1, answered(429, "retry-after: 15\n", seconds(45))).pause);
}

TEST(Backoff, ReasonsForTheBooks) {
  EXPECT_EQ(reason_of(answered(503)), "status 503");
  EXPECT_EQ(reason_of({AttemptEnd::kConnection, 0, "", {}}), "connection");
  EXPECT_EQ(reason_of({AttemptEnd::kCutShort, 200, "", {}}), "cut short");
  EXPECT_EQ(reason_of({AttemptEnd::kUnresolved, 0, "", {}}), "resolve");
  EXPECT_TRUE(is_throttling(answered(429)));
  EXPECT_TRUE(is_throttling(answered(503, "retry-after: 1\n")));
  EXPECT_FALSE(is_throttling(answered(503)));
  EXPECT_FALSE(is_throttling({AttemptEnd::kCutShort, 429, "", {}}));
}

TEST(Backoff, DurationsInWords) {
  EXPECT_EQ(in_words(milliseconds(0)), "0 ms");
  EXPECT_EQ(in_words(milliseconds(999)), "999 ms");
  EXPECT_EQ(in_words(milliseconds(1000)), "1 s");
  EXPECT_EQ(in_words(milliseconds(1250)), "1.3 s");
  EXPECT_EQ(in_words(milliseconds(99990)), "100 s");
  EXPECT_EQ(in_words(std::chrono::hours(24)), "86400 s");
}

}  // namespace
}  // namespace ingest::host
