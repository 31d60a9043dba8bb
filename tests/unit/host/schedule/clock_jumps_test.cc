// Random clocks: seconds pass, the clock jumps both ways, the program is restarted. What was
// served is held against what the clock showed, by a model that knows no marks.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "schedule/moments.hpp"
#include "schedule/schedule_mark.hpp"

namespace ingest::host {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr seconds kDay{86400};

class RandomClock : public ::testing::TestWithParam<const char*> {
 protected:
  // One look at the clock, as the program takes it.
  void look() {
    mark_ = seen(mark_, &what_, now_);
    const Timetable timetable(what_, mark_.first_seen);
    const auto found = due(timetable, mark_, now_);
    const auto next = next_due(timetable, mark_, now_);
    ASSERT_EQ(found.has_value(), next == now_) << "it would not be looked at";
    if (!found) return;
    ASSERT_LE(*found, now_);
    ASSERT_TRUE(all_.insert(*found).second) << moment_text(*found) << " was served twice";
    last_ = *found;
    mark_ = served(mark_, *found);
    if (random_() % 3 == 0) mark_ = *parse_mark(mark_text(mark_));
    ASSERT_FALSE(due(timetable, mark_, now_).has_value());
  }

  const Schedule what_ = schedule(GetParam());
  std::mt19937_64 random_{7};
  sys_seconds now_ = moment("2026-12-01T00:00:00Z");
  ScheduleMark mark_;
  std::set<sys_seconds> all_;
  std::optional<sys_seconds> last_;
};

TEST_P(RandomClock, NothingIsServedTwiceAndNothingIsLost) {
  look();
  sys_seconds furthest = now_;  // that the clock ever showed
  for (int step = 0; step < 20000; ++step) {
    const sys_seconds before = now_;
    switch (random_() % 8) {
      case 0:  // a jump ahead, or a long night
        now_ += seconds(random_() % (40 * 86400));
        break;
      case 1:  // set back, by a day at most in all
        now_ = std::max(now_ - seconds(random_() % 86400), furthest - kDay);
        break;
      case 2:  // a restart
        mark_ = *parse_mark(mark_text(mark_));
        break;
      default:
        now_ += seconds(random_() % 7200);
    }
    const bool further = now_ > furthest;
    const auto count = all_.size();
    look();
    if (HasFatalFailure()) return;
    // Where no clock had been yet, what fell due is served, once for all of it.
    const Timetable timetable(what_, mark_.first_seen);
    if (further) {
      const auto missed = timetable.last_until(now_);
      const bool expected =
          missed && *missed > furthest && (!timetable.end() || now_ <= *timetable.end());
      ASSERT_EQ(all_.size() - count, expected ? 1U : 0U)
          << moment_text(before) << " to " << moment_text(now_);
      if (expected) {
        ASSERT_EQ(last_, missed);
      }
    } else {
      ASSERT_EQ(all_.size(), count) << "served again at " << moment_text(now_);
    }
    furthest = std::max(furthest, now_);
  }
  EXPECT_GT(all_.size(), 10U);
}

// A clock that is set back further than a day was wrong before. Never twice all the same, and a
// day after the jump at most it serves again.
TEST_P(RandomClock, AClockThatWasWrongForLongServesAgain) {
  for (int jump = 0; jump < 10; ++jump) {
    for (int i = 0; i < 5; ++i, now_ += seconds(random_() % 90000)) look();
    if (HasFatalFailure()) return;
    const sys_seconds real = now_;
    now_ += std::chrono::days(400);
    look();
    now_ = real;
    const Timetable timetable(what_, mark_.first_seen);
    const auto next = next_due(timetable, mark_, now_);
    ASSERT_TRUE(next.has_value());
    ASSERT_LE(*next, *timetable.next_after(now_ + kDay)) << "silent until the wrong clock's day";
    now_ = *next;
    const auto count = all_.size();
    look();
    if (HasFatalFailure()) return;
    ASSERT_EQ(all_.size(), count + 1);
  }
}

INSTANTIATE_TEST_SUITE_P(Schedules, RandomClock,
                         ::testing::Values("every: 1h, start: 2026-12-01T00:30:00Z, "
                                           "end: 2130-01-01T00:00:00Z",
                                           "every: 5h, end: 2130-01-01T00:00:00Z",
                                           "days: [mon, thu], time: \"02:00\", "
                                           "end: 2130-01-01T00:00:00Z",
                                           "monthly: [1, 31], time: \"02:00\", "
                                           "end: 2130-01-01T00:00:00Z"));

}  // namespace
}  // namespace ingest::host
