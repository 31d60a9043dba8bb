#include <gmock/gmock.h>

#include "connection/connection.hpp"
#include "connection/failing.hpp"
#include "connection/time_text.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;

Schedule schedule(const std::string& text) {
  return *parse_connection("kind: connection\nname: a\nplugin: b\nschedule: {" + text + "}\n", "/a")
              .schedule;
}

TEST(Schedule, ARecurringOneEndsAfterFiveYearsUnlessItSays) {
  EXPECT_EQ(schedule("every: 24h, start: 2026-12-01T02:00:00Z").end,
            parse_moment("2031-12-01T02:00:00Z"));
  EXPECT_EQ(schedule("every: 7d, start: 2028-02-29T02:00:00Z").end,
            parse_moment("2033-02-28T02:00:00Z"));
  EXPECT_EQ(schedule("every: 1h, start: 2026-12-01T02:00:00Z, end: 2027-01-01T00:00:00Z").end,
            parse_moment("2027-01-01T00:00:00Z"));
  EXPECT_FALSE(schedule("every: 1h").end.has_value());
}

TEST(Schedule, OnceOrRecurringButNotBoth) {
  EXPECT_EQ(schedule("at: 2026-12-01T02:00:00Z").at, parse_moment("2026-12-01T02:00:00Z"));
  EXPECT_THAT(failing([] { schedule("start: 2026-12-01T02:00:00Z"); }), HasSubstr("needs one of"));
  EXPECT_THAT(failing([] { schedule("at: 2026-12-01T02:00:00Z, every: 1h"); }),
              HasSubstr("more than one"));
  EXPECT_THAT(failing([] { schedule("time: \"02:00\", every: 1h"); }), HasSubstr("more than one"));
  EXPECT_THAT(failing([] { schedule("at: 2026-12-01T02:00:00Z, start: 2026-12-01T02:00:00Z"); }),
              HasSubstr("does not go with 'start'"));
  EXPECT_THAT(failing([] { schedule("at: 2026-12-01T02:00:00Z, end: 2026-12-01T01:00:00Z"); }),
              HasSubstr("before its one run"));
  EXPECT_THAT(failing([] {
                schedule("every: 1h, start: 2026-12-01T02:00:00Z, end: 2026-12-01T02:00:00Z");
              }),
              HasSubstr("before it starts"));
  EXPECT_THAT(failing([] { schedule("every: 500ms"); }), HasSubstr("1s or more"));
  EXPECT_THAT(failing([] { schedule("at: tomorrow"); }), HasSubstr("schedule.at must be a moment"));
}

TEST(Schedule, DaysAndTimeOfDay) {
  EXPECT_EQ(schedule("days: [mon, thursday], time: \"02:00\"").weekdays, 0b0010010);
  EXPECT_EQ(schedule("days: daily, time: 02:00:30").time, std::chrono::seconds(7230));
  EXPECT_EQ(schedule("time: \"23:59\"").weekdays, 0b1111111);
  EXPECT_EQ(schedule("monthly: [1, 31], time: \"02:00\"").month_days, 1U << 31U | 1U << 1U);
  EXPECT_EQ(schedule("monthly: [1, 31], time: \"02:00\"").weekdays, 0);
  EXPECT_EQ(schedule("days: daily, time: \"02:00\", start: 2026-12-01T00:00:00Z").end,
            parse_moment("2031-12-01T00:00:00Z"));
}

TEST(Schedule, DaysThatAreNone) {
  EXPECT_THAT(failing([] { schedule("days: [mon, thr], time: \"02:00\""); }),
              HasSubstr("no day 'thr'; did you mean 'thu'?"));
  EXPECT_THAT(failing([] { schedule("days: weekly, time: \"02:00\""); }),
              HasSubstr("must be daily or a list"));
  EXPECT_THAT(failing([] { schedule("days: [], time: \"02:00\""); }), HasSubstr("names no day"));
  EXPECT_THAT(failing([] { schedule("days: [mon]"); }), HasSubstr("no time of day"));
  EXPECT_THAT(failing([] { schedule("days: [mon], every: 1h"); }), HasSubstr("no time of day"));
  EXPECT_THAT(failing([] { schedule("days: [mon], monthly: [1], time: \"02:00\""); }),
              HasSubstr("choose one"));
  for (const char* day : {"0", "32", "-1", "1.5", "first"})
    EXPECT_THAT(failing([&] { schedule("monthly: [" + std::string(day) + "], time: \"02:00\""); }),
                HasSubstr("1 to 31"));
  for (const char* time : {"24:00", "2:00", "02:60", "02:00:60", "02:00Z", "noon", "02:00:00:00"})
    EXPECT_THAT(failing([&] { schedule("time: \"" + std::string(time) + "\""); }),
                HasSubstr("time of day"));
  EXPECT_THAT(failing([] { schedule("day: [mon], time: \"02:00\""); }),
              HasSubstr("did you mean 'days'?"));
}

}  // namespace
}  // namespace ingest::host
