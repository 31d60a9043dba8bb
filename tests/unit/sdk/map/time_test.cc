#include "time.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <string>

namespace ingest::sdk::map {
namespace {

TEST(Time, ReadsRfc3339) {
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00Z"), (Time{0, 0}));
  EXPECT_EQ(parse_rfc3339("2026-01-10T13:29:26.427023Z"), (Time{1768051766, 427023000}));
  EXPECT_EQ(parse_rfc3339("2026-01-10t13:29:26z"), (Time{1768051766, 0}));
  EXPECT_EQ(parse_rfc3339("2025-07-17T16:15:35+00:00"), parse_rfc3339("2025-07-17T16:15:35Z"));
  EXPECT_EQ(parse_rfc3339("1969-12-31T23:59:59.999999999Z"), (Time{-1, 999999999}));
  EXPECT_EQ(parse_rfc3339("2016-12-31T23:59:60Z"), parse_rfc3339("2017-01-01T00:00:00Z"));
  EXPECT_EQ(parse_rfc3339("2024-02-29T00:00:00-23:59"), parse_rfc3339("2024-02-29T23:59:00Z"));
}

// Every day of some years, held against the library's calendar, and the days that are none.
TEST(Time, KnowsTheCalendar) {
  using namespace std::chrono;
  for (const int year :
       {1, 4, 100, 400, 1600, 1899, 1900, 1904, 1970, 1999, 2000, 2023, 2024, 2100, 2400, 9999}) {
    for (unsigned month = 0; month <= 13; ++month) {
      for (unsigned day = 0; day <= 32; ++day) {
        char text[32];
        std::snprintf(text, sizeof(text), "%04d-%02u-%02uT12:34:56Z", year, month, day);
        const year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                  std::chrono::day(day)};
        std::optional<Time> expected;
        if (date.ok()) {
          expected = Time{duration_cast<seconds>(sys_days(date).time_since_epoch()).count() +
                              12 * 3600 + 34 * 60 + 56,
                          0};
        }
        EXPECT_EQ(parse_rfc3339(text), expected) << text;
        text[10] = ' ';
        EXPECT_EQ(parse_rfc3339(text), expected) << text;
      }
    }
  }
}

// One wrong character at any place.
TEST(Time, RefusesEachWrongCharacter) {
  const std::string good = "2026-01-12T03:14:05.25+01:30";
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const char c : std::string("x/:;@-+. \0\x7F\x80\xB0\xFF", 14)) {
      std::string bad = good;
      if (bad[at] == c) continue;
      bad[at] = c;
      const bool another_form = (at == 10 && c == ' ') || (at == 22 && c == '-');
      EXPECT_EQ(parse_rfc3339(bad).has_value(), another_form) << at << " " << bad;
    }
  }
}

TEST(Time, RefusesWhatIsNone) {
  for (const char* bad : {"",
                          "2026",
                          "2026-01-10",
                          "2026-01-10T13:29Z",
                          "2026-13-01T00:00:00Z",
                          "2026-02-29T00:00:00Z",
                          "2026-01-10T24:00:00Z",
                          "2026-01-10T13:60:00Z",
                          "2026-01-10T13:29:61Z",
                          "2026-01-10T13:29:26",
                          "2026-01-10T13:29:26.Z",
                          "2026-01-10T13:29:26.1234567890Z",
                          "2026-01-10T13:29:26+0100",
                          "2026-01-10T13:29:26+24:00",
                          "2026-01-10T13:29:26Z ",
                          "0001-01-01T00:00:00+00:01",
                          "9999-12-31T23:59:59-00:01",
                          "0000-01-01T00:00:00Z",
                          "2026-01-10T13:29:26 UTC",
                          "２026-01-10T13:29:26Z"}) {
    EXPECT_EQ(parse_rfc3339(bad), std::nullopt) << bad;
  }
}

TEST(Time, ZoneStandsInForAMissingOneOnly) {
  EXPECT_EQ(parse_rfc3339("1970-01-01T01:00:00", 60), (Time{0, 0}));
  EXPECT_EQ(parse_rfc3339("1970-01-01T01:00:00Z", 60), (Time{3600, 0}));
  EXPECT_EQ(parse_rfc3339("1970-01-01T01:00:00x", 60), std::nullopt);
}

TEST(Time, WritesWhatItReads) {
  for (const char* text : {"0001-01-01T00:00:00Z", "1969-12-31T23:59:59.5Z",
                           "2026-01-12T03:00:00.0000001Z", "9999-12-31T23:59:59.999999999Z"}) {
    ASSERT_TRUE(parse_rfc3339(text)) << text;
    EXPECT_EQ(format_rfc3339(*parse_rfc3339(text)), text);
  }
}

TEST(Time, UnixCounts) {
  EXPECT_EQ(from_unix(-1, 1000), (Time{-1, 999000000}));
  EXPECT_EQ(from_unix(253402300800, 1), std::nullopt);
  EXPECT_EQ(from_unix(INT64_MIN, 1000), std::nullopt);
}

}  // namespace
}  // namespace ingest::sdk::map
