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
  EXPECT_THAT(failing([] { schedule("start: 2026-12-01T02:00:00Z"); }), HasSubstr("either"));
  EXPECT_THAT(failing([] { schedule("at: 2026-12-01T02:00:00Z, every: 1h"); }),
              HasSubstr("either"));
  EXPECT_THAT(failing([] { schedule("at: 2026-12-01T02:00:00Z, end: 2026-12-02T02:00:00Z"); }),
              HasSubstr("neither"));
  EXPECT_THAT(failing([] {
                schedule("every: 1h, start: 2026-12-01T02:00:00Z, end: 2026-12-01T02:00:00Z");
              }),
              HasSubstr("before it starts"));
  EXPECT_THAT(failing([] { schedule("every: 500ms"); }), HasSubstr("1s or more"));
  EXPECT_THAT(failing([] { schedule("at: tomorrow"); }), HasSubstr("schedule.at must be a moment"));
}

}  // namespace
}  // namespace ingest::host
