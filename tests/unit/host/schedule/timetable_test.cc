// When schedules are due: tables.
#include "schedule/timetable.hpp"

#include <gmock/gmock.h>

#include <random>

#include "schedule/moments.hpp"

namespace ingest::host {
namespace {

using std::chrono::sys_seconds;
using ::testing::ElementsAreArray;

struct Row {
  const char* name;
  const char* schedule;
  const char* from;
  const char* to;
  std::vector<std::string> due;
};

class Occurrences : public ::testing::TestWithParam<Row> {};

TEST_P(Occurrences, AreThese) {
  const Timetable timetable(schedule(GetParam().schedule), moment("2026-11-01T00:00:10Z"));
  const auto found = timetable.between(moment(GetParam().from), moment(GetParam().to), 100);
  EXPECT_THAT(texts(found), ElementsAreArray(GetParam().due));
}

// 2026-11-30 is a Monday, and 2028 a leap year.
INSTANTIATE_TEST_SUITE_P(
    Table, Occurrences,
    ::testing::Values(Row{"Single",
                          "at: 2026-12-01T02:00:00Z",
                          "2026-01-01T00:00:00Z",
                          "2030-01-01T00:00:00Z",
                          {"2026-12-01T02:00:00Z"}},
                      Row{"SingleIsLaterThanFrom",
                          "at: 2026-12-01T02:00:00Z",
                          "2026-12-01T02:00:00Z",
                          "2030-01-01T00:00:00Z",
                          {}},
                      Row{"SingleInAnotherZone",
                          "\"at\": 2026-12-01T02:00:00+02:00",
                          "2026-01-01T00:00:00Z",
                          "2030-01-01T00:00:00Z",
                          {"2026-12-01T00:00:00Z"}},
                      Row{"EveryFromItsStart",
                          "every: 12h, start: 2026-12-01T02:00:00Z",
                          "2026-01-01T00:00:00Z",
                          "2026-12-02T02:00:00Z",
                          {"2026-12-01T02:00:00Z", "2026-12-01T14:00:00Z", "2026-12-02T02:00:00Z"}},
                      Row{"EveryFromWhenItWasSeen",
                          "every: 1h",
                          "2026-01-01T00:00:00Z",
                          "2026-11-01T02:00:10Z",
                          {"2026-11-01T00:00:10Z", "2026-11-01T01:00:10Z", "2026-11-01T02:00:10Z"}},
                      Row{"EveryUntilItsEnd",
                          "every: 1d, start: 2026-12-01T02:00:00Z, end: 2026-12-03T02:00:00Z",
                          "2026-12-01T02:00:00Z",
                          "2030-01-01T00:00:00Z",
                          {"2026-12-02T02:00:00Z", "2026-12-03T02:00:00Z"}},
                      Row{"EveryForFiveYears",
                          "every: 1d, start: 2026-12-01T02:00:00Z",
                          "2031-11-30T01:00:00Z",
                          "2040-01-01T00:00:00Z",
                          {"2031-11-30T02:00:00Z", "2031-12-01T02:00:00Z"}},
                      Row{"EveryOverALeapDay",
                          "every: 24h, start: 2028-02-28T23:00:00Z",
                          "2028-02-28T00:00:00Z",
                          "2028-03-02T00:00:00Z",
                          {"2028-02-28T23:00:00Z", "2028-02-29T23:00:00Z", "2028-03-01T23:00:00Z"}},
                      // Europe and America change their clocks in these nights; UTC does not.
                      Row{"NoDaylightSaving",
                          "time: \"02:30\"",
                          "2027-03-27T12:00:00Z",
                          "2027-03-30T00:00:00Z",
                          {"2027-03-28T02:30:00Z", "2027-03-29T02:30:00Z"}},
                      Row{"NorItsEnd",
                          "time: \"01:30\"",
                          "2027-10-30T12:00:00Z",
                          "2027-11-02T00:00:00Z",
                          {"2027-10-31T01:30:00Z", "2027-11-01T01:30:00Z"}},
                      Row{"Weekdays",
                          "days: [mon, thu], time: \"02:00\"",
                          "2026-11-29T00:00:00Z",
                          "2026-12-10T02:00:00Z",
                          {"2026-11-30T02:00:00Z", "2026-12-03T02:00:00Z", "2026-12-07T02:00:00Z",
                           "2026-12-10T02:00:00Z"}},
                      Row{"Sunday",
                          "days: [sunday], time: \"23:59:59\"",
                          "2026-11-29T00:00:00Z",
                          "2026-12-07T00:00:00Z",
                          {"2026-11-29T23:59:59Z", "2026-12-06T23:59:59Z"}},
                      Row{"DailyFromAStartAfterItsTime",
                          "days: daily, time: \"02:00\", start: 2026-12-01T02:00:01Z",
                          "2026-01-01T00:00:00Z",
                          "2026-12-03T02:00:00Z",
                          {"2026-12-02T02:00:00Z", "2026-12-03T02:00:00Z"}},
                      Row{"DailyFromAStartAtItsTime",
                          "days: daily, time: \"02:00\", start: 2026-12-01T02:00:00Z",
                          "2026-01-01T00:00:00Z",
                          "2026-12-02T01:59:59Z",
                          {"2026-12-01T02:00:00Z"}},
                      Row{"Monthly",
                          "monthly: [1, 15], time: \"00:00\"",
                          "2026-12-01T00:00:00Z",
                          "2027-02-01T00:00:00Z",
                          {"2026-12-15T00:00:00Z", "2027-01-01T00:00:00Z", "2027-01-15T00:00:00Z",
                           "2027-02-01T00:00:00Z"}},
                      Row{"MonthEnds",
                          "monthly: [31], time: \"04:00\"",
                          "2027-01-30T00:00:00Z",
                          "2027-05-01T00:00:00Z",
                          {"2027-01-31T04:00:00Z", "2027-02-28T04:00:00Z", "2027-03-31T04:00:00Z",
                           "2027-04-30T04:00:00Z"}},
                      Row{"LeapDays",
                          "monthly: [29], time: \"04:00\"",
                          "2028-01-30T00:00:00Z",
                          "2028-03-30T00:00:00Z",
                          {"2028-02-29T04:00:00Z", "2028-03-29T04:00:00Z"}},
                      Row{"ShortMonthsOnceOnly",
                          "monthly: [29, 30, 31], time: \"04:00\"",
                          "2027-02-01T00:00:00Z",
                          "2027-03-30T00:00:00Z",
                          {"2027-02-28T04:00:00Z", "2027-03-29T04:00:00Z"}},
                      Row{"EndOfDays",
                          "time: \"02:00\", start: 2026-12-01T00:00:00Z, end: 2026-12-02T01:00:00Z",
                          "2026-01-01T00:00:00Z",
                          "2040-01-01T00:00:00Z",
                          {"2026-12-01T02:00:00Z"}}),
    [](const auto& row) { return std::string(row.param.name); });

// next_after and last_until are written apart; each is the other's check.
TEST(Timetable, ForwardsAndBackwardsAgree) {
  const std::vector<std::string> all = {
      "every: 7m",
      "every: 1d, start: 2026-02-01T03:04:05Z",
      "days: [tue, sat, sun], time: \"23:59:59\"",
      "days: daily, time: \"00:00\"",
      "monthly: [1, 29, 31], time: \"12:00\"",
      "monthly: [30], time: \"00:00\", start: 2027-01-05T00:00:00Z, end: 2028-06-01T00:00:00Z",
  };
  std::mt19937_64 random(20261127);
  const sys_seconds first = moment("2026-01-01T00:00:00Z");
  std::uniform_int_distribution<long> seconds(0, 86400L * 365 * 6);
  for (const std::string& text : all) {
    const Timetable timetable(schedule(text), first);
    for (int i = 0; i < 300; ++i) {
      const sys_seconds at = first + std::chrono::seconds(seconds(random));
      const auto next = timetable.next_after(at);
      const auto last = timetable.last_until(at);
      ASSERT_TRUE(!next || *next > at) << text;
      ASSERT_TRUE(!last || *last <= at) << text;
      if (last) {
        ASSERT_EQ(timetable.next_after(*last), next) << text << " " << moment_text(at);
        ASSERT_EQ(timetable.next_after(*last - std::chrono::seconds(1)), last) << text;
      }
      if (next) {
        ASSERT_EQ(timetable.last_until(*next), next) << text << " " << moment_text(at);
        ASSERT_EQ(timetable.last_until(*next - std::chrono::seconds(1)), last) << text;
      }
    }
  }
}

TEST(Timetable, ManyAreCutOff) {
  const Timetable timetable(schedule("every: 1s"), moment("2026-11-01T00:00:00Z"));
  EXPECT_EQ(
      timetable.between(moment("2026-11-01T00:00:00Z"), moment("2030-01-01T00:00:00Z"), 7).size(),
      7U);
}

}  // namespace
}  // namespace ingest::host
