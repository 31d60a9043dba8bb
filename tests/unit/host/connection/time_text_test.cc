#include "connection/time_text.hpp"

#include <gtest/gtest.h>

namespace ingest::host {
namespace {

using namespace std::chrono_literals;

TEST(TimeText, Durations) {
  EXPECT_EQ(parse_duration("500ms"), 500ms);
  EXPECT_EQ(parse_duration("60s"), 60s);
  EXPECT_EQ(parse_duration("5m"), 5min);
  EXPECT_EQ(parse_duration("24h"), 24h);
  EXPECT_EQ(parse_duration("7d"), 168h);
  for (const char* wrong : {"", "60", "s", "-1s", "+1s", " 1s", "1 s", "1.5h", "1hs", "1w",
                            "99999999999999999999s", "9223372036854775807d", "4000d"})
    EXPECT_EQ(parse_duration(wrong), std::nullopt) << wrong;
}

TEST(TimeText, Moments) {
  const auto moment = parse_moment("2026-12-01T02:00:00Z");
  ASSERT_TRUE(moment.has_value());
  EXPECT_EQ(moment->time_since_epoch().count(), 1796090400);
  EXPECT_EQ(parse_moment("2026-12-01T02:00:00"), moment);
  EXPECT_EQ(parse_moment("2026-12-01 02:00:00Z"), moment);
  EXPECT_EQ(parse_moment("2026-12-01T04:00:00+02:00"), moment);
  EXPECT_EQ(parse_moment("2026-11-30T20:30:00-05:30"), moment);
  for (const char* wrong :
       {"", "2026-12-01", "2026-13-01T02:00:00Z", "2026-02-30T02:00:00Z", "2026-12-01T24:00:00Z",
        "2026-12-01T02:60:00Z", "2026-12-01T02:00:00Q", "2026-12-01T02:00:00+2",
        "2026-12-01T02:00:00Z junk", "26-12-01T02:00:00Z", "-026-12-01T02:00:00Z"})
    EXPECT_EQ(parse_moment(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace ingest::host
