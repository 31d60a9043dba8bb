// What is remembered of a schedule: each rule of schedule_mark.hpp.
#include "schedule/schedule_mark.hpp"

#include <gmock/gmock.h>

#include "schedule/moments.hpp"

namespace ingest::host {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using std::chrono::sys_seconds;

// A connection's schedule at a clock that the test sets.
class Served {
 public:
  explicit Served(const std::string& text) : text_(text) {}
  // What is served then; empty for nothing.
  std::string at(const std::string& now) {
    const Schedule what = schedule(text_);
    mark_ = seen(mark_, &what, moment(now));
    const auto found = due(Timetable(what, mark_.first_seen), mark_, moment(now));
    if (!found) return {};
    mark_ = served(mark_, *found);
    return moment_text(*found);
  }
  std::string next(const std::string& now) {
    const auto found = next_due(Timetable(schedule(text_), mark_.first_seen), mark_, moment(now));
    return found ? moment_text(*found) : "";
  }
  void becomes(const std::string& text) { text_ = text; }
  void inactive(const std::string& now) { mark_ = seen(mark_, nullptr, moment(now)); }
  void restart() { mark_ = *parse_mark(mark_text(mark_)); }

 private:
  std::string text_;
  ScheduleMark mark_;
};

TEST(ScheduleMark, WhatWasMissedIsServedOnceByItsLatestDueTime) {
  Served daily("time: \"02:00\"");
  EXPECT_EQ(daily.at("2026-12-01T01:00:00Z"), "");
  EXPECT_EQ(daily.at("2026-12-05T12:00:00Z"), "2026-12-05T02:00:00Z");
  EXPECT_EQ(daily.at("2026-12-05T12:00:01Z"), "");
  EXPECT_EQ(daily.next("2026-12-05T12:00:01Z"), "2026-12-06T02:00:00Z");
  daily.restart();
  EXPECT_EQ(daily.at("2026-12-05T12:00:02Z"), "");
  EXPECT_EQ(daily.at("2026-12-06T02:00:00Z"), "2026-12-06T02:00:00Z");
}

TEST(ScheduleMark, WhatWasDueBeforeItWasSeenIsNotMissed) {
  Served old("every: 24h, start: 2026-01-01T02:00:00Z");
  EXPECT_EQ(old.at("2026-12-01T12:00:00Z"), "");
  EXPECT_EQ(old.next("2026-12-01T12:00:00Z"), "2026-12-02T02:00:00Z");
  EXPECT_EQ(old.at("2026-12-02T02:00:00Z"), "2026-12-02T02:00:00Z");
  old.becomes("time: \"01:00\"");
  EXPECT_EQ(old.at("2026-12-02T12:00:00Z"), "") << "01:00 had passed when the schedule changed";
  EXPECT_EQ(old.at("2026-12-03T01:00:00Z"), "2026-12-03T01:00:00Z");
}

TEST(ScheduleMark, EveryWithoutAStartBeginsAtOnceAndKeepsItsPace) {
  Served hourly("every: 1h");
  EXPECT_EQ(hourly.at("2026-12-01T12:34:56Z"), "2026-12-01T12:34:56Z");
  hourly.restart();
  EXPECT_EQ(hourly.at("2026-12-01T13:34:55Z"), "");
  EXPECT_EQ(hourly.at("2026-12-01T13:40:00Z"), "2026-12-01T13:34:56Z");
  EXPECT_EQ(hourly.next("2026-12-01T13:40:00Z"), "2026-12-01T14:34:56Z");
}

TEST(ScheduleMark, TheSingleOccurrenceIsServedOnceEver) {
  Served once("at: 2026-12-01T02:00:00Z");
  EXPECT_EQ(once.next("2026-11-30T00:00:00Z"), "") << "not seen yet";
  EXPECT_EQ(once.at("2026-11-30T00:00:00Z"), "");
  EXPECT_EQ(once.next("2026-11-30T00:00:00Z"), "2026-12-01T02:00:00Z");
  once.restart();  // and down at two
  EXPECT_EQ(once.at("2026-12-24T00:00:00Z"), "2026-12-01T02:00:00Z");
  EXPECT_EQ(once.at("2026-12-24T00:00:01Z"), "");
  EXPECT_EQ(once.at("2026-11-20T00:00:00Z"), "");
  EXPECT_EQ(once.at("2026-12-01T02:00:00Z"), "");
  once.inactive("2026-12-25T00:00:00Z");
  EXPECT_EQ(once.at("2026-12-26T00:00:00Z"), "");
  once.becomes("time: \"03:00\"");
  EXPECT_EQ(once.at("2026-12-26T01:00:00Z"), "");
  once.becomes("at: 2026-12-01T02:00:00Z");
  EXPECT_EQ(once.at("2026-12-27T00:00:00Z"), "");
  EXPECT_EQ(once.next("2026-12-27T00:00:00Z"), "");
}

TEST(ScheduleMark, TheSingleOccurrenceThatNobodyEverSawIsServed) {
  EXPECT_EQ(Served("at: 2026-12-01T02:00:00Z").at("2026-12-01T02:00:01Z"), "2026-12-01T02:00:00Z");
  EXPECT_EQ(
      Served("at: 2026-12-01T02:00:00Z, end: 2026-12-01T06:00:00Z").at("2026-12-01T06:00:00Z"),
      "2026-12-01T02:00:00Z");
  EXPECT_EQ(
      Served("at: 2026-12-01T02:00:00Z, end: 2026-12-01T06:00:00Z").at("2026-12-01T06:00:01Z"), "");
}

TEST(ScheduleMark, AfterTheEndNothingIsMadeUpFor) {
  Served ends("every: 1h, start: 2026-12-01T00:00:00Z, end: 2026-12-01T05:00:00Z");
  EXPECT_EQ(ends.at("2026-12-01T00:30:00Z"), "");
  EXPECT_EQ(ends.at("2026-12-01T05:00:01Z"), "");
  EXPECT_EQ(ends.next("2026-12-01T05:00:01Z"), "");
  EXPECT_EQ(ends.at("2026-12-01T05:00:00Z"), "2026-12-01T05:00:00Z");
}

TEST(ScheduleMark, InactiveIsNever) {
  Served daily("time: \"02:00\"");
  daily.at("2026-12-01T01:00:00Z");
  daily.inactive("2026-12-01T01:30:00Z");
  EXPECT_EQ(daily.next("2026-12-01T03:00:00Z"), "");
  daily.restart();
  EXPECT_EQ(daily.at("2026-12-03T03:00:00Z"), "") << "what fell due while it was inactive";
  EXPECT_EQ(daily.at("2026-12-04T02:00:00Z"), "2026-12-04T02:00:00Z");
}

TEST(ScheduleMark, AClockThatWasNotSetServesNothing) {
  Served daily("time: \"02:00\"");
  EXPECT_EQ(daily.at("2026-12-01T02:00:00Z"), "2026-12-01T02:00:00Z");
  daily.restart();
  EXPECT_EQ(daily.at("1970-01-01T02:00:00Z"), "");
  EXPECT_EQ(daily.at("1970-01-02T02:00:00Z"), "");
  EXPECT_EQ(daily.at("2026-12-01T04:00:00Z"), "");
  EXPECT_EQ(daily.at("2026-12-02T02:00:00Z"), "2026-12-02T02:00:00Z");
}

TEST(ScheduleMark, SetBackByADayAtMostDoublesNothing) {
  Served hourly("every: 1h, start: 2026-12-01T00:00:00Z");
  EXPECT_EQ(hourly.at("2026-12-01T23:30:00Z"), "");
  EXPECT_EQ(hourly.at("2026-12-02T12:00:00Z"), "2026-12-02T12:00:00Z");  // for thirteen
  for (const char* now : {"2026-12-01T12:00:00Z", "2026-12-01T23:00:00Z", "2026-12-02T00:00:00Z",
                          "2026-12-02T11:00:00Z", "2026-12-02T12:30:00Z"})
    EXPECT_EQ(hourly.at(now), "") << now;
  EXPECT_EQ(hourly.next("2026-12-01T23:00:00Z"), "2026-12-02T13:00:00Z");
  EXPECT_EQ(hourly.at("2026-12-02T13:00:00Z"), "2026-12-02T13:00:00Z");
}

TEST(ScheduleMark, AClockThatWasYearsAheadLosesNothing) {
  Served daily("time: \"02:00\"");
  EXPECT_EQ(daily.at("2026-12-01T02:00:00Z"), "2026-12-01T02:00:00Z");
  EXPECT_EQ(daily.at("2029-06-01T03:00:00Z"), "2029-06-01T02:00:00Z");
  EXPECT_EQ(daily.at("2026-12-01T12:00:00Z"), "") << "served before the clock went wrong";
  EXPECT_EQ(daily.next("2026-12-01T12:00:00Z"), "2026-12-02T02:00:00Z");
  EXPECT_EQ(daily.at("2026-12-02T02:00:00Z"), "2026-12-02T02:00:00Z");

  Served seen_ahead("time: \"02:00\"");
  EXPECT_EQ(seen_ahead.at("2029-06-01T01:00:00Z"), "");
  EXPECT_EQ(seen_ahead.at("2026-12-01T12:00:00Z"), "");
  EXPECT_EQ(seen_ahead.at("2026-12-02T02:00:00Z"), "2026-12-02T02:00:00Z");
}

TEST(ScheduleMark, RemembersSoManyAndNoMore) {
  ScheduleMark mark;
  for (int i = 0; i < 200; ++i) mark = served(mark, sys_seconds(seconds(i)));
  EXPECT_EQ(mark.served.size(), kServedMost);
  EXPECT_EQ(mark.served.back(), sys_seconds(seconds(199)));
  const ScheduleMark again = served(mark, sys_seconds(seconds(199)));
  EXPECT_EQ(again, mark);
}

TEST(ScheduleMark, AsTextAndBack) {
  const Schedule what = schedule("days: [mon], time: \"02:00\"");
  ScheduleMark mark = seen({}, &what, moment("2026-12-01T00:00:00Z"));
  EXPECT_EQ(parse_mark(mark_text(mark)), mark);
  mark = served(served(mark, moment("2026-12-07T02:00:00Z")), moment("2026-12-14T02:00:00Z"));
  EXPECT_EQ(parse_mark(mark_text(mark)), mark);
  EXPECT_EQ(parse_mark(mark_text(ScheduleMark{})), ScheduleMark{});
  for (const char* text : {"", "-", "- 1", "- 1 2 x", "- 1 x", "- 1 2 3 4 99999999999999999999"})
    EXPECT_FALSE(parse_mark(text).has_value()) << text;
  std::string many = "- 1 2";
  for (int i = 0; i < 65; ++i) many += " 3";
  EXPECT_FALSE(parse_mark(many).has_value());
}

TEST(ScheduleMark, ExtremeMomentsAreNoTrouble) {
  const Schedule what =
      schedule("every: 1s, start: 0001-01-01T00:00:00Z, end: 9999-12-31T23:59:59Z");
  const Timetable timetable(what, moment("2026-12-01T00:00:00Z"));
  const ScheduleMark mark = seen({}, &what, moment("2026-12-01T00:00:00Z"));
  EXPECT_EQ(due(timetable, mark, moment("9999-12-31T23:59:59Z")), moment("9999-12-31T23:59:59Z"));
  EXPECT_FALSE(next_due(timetable, served(mark, moment("9999-12-31T23:59:59Z")),
                        moment("9999-12-31T23:59:59Z"))
                   .has_value());
}

}  // namespace
}  // namespace ingest::host
