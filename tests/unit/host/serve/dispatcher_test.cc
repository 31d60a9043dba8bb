// What is run next, with a clock that the tests set and marks that outlive the dispatcher.
#include "serve/dispatcher.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <random>

#include "schedule/moments.hpp"

namespace ingest::host {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SetClock final : public Clock {
 public:
  sys_seconds now() override { return at; }
  void wait_until(sys_seconds moment) override { at = moment; }
  sys_seconds at = moment("2026-12-01T00:00:00Z");
};

using Schedules = std::map<std::string, std::optional<Schedule>>;

class DispatcherTest : public ::testing::Test {
 protected:
  void restart() {
    dispatcher_ = std::make_unique<Dispatcher>(
        clock_,
        MarkShelf{[this](const std::string& name) -> std::optional<std::string> {
                    const auto mark = marks_.find(name);
                    if (mark == marks_.end()) return std::nullopt;
                    return mark->second;
                  },
                  [this](const std::string& name, const std::string& mark) {
                    marks_[name] = mark;
                    ++writes_;
                  }},
        most_);
    dispatcher_->set_schedules(schedules_);
  }
  void set(const std::string& name, const std::string& text) {
    schedules_[name] = schedule(text);
    if (dispatcher_) dispatcher_->set_schedules(schedules_);
  }
  std::vector<PlannedRun> take() {
    return dispatcher_->take([this](const std::string& name) {
      return blocked_ == name ? std::string("waits for somebody") : std::string();
    });
  }
  std::vector<std::string> names(const std::vector<PlannedRun>& runs) {
    std::vector<std::string> all;
    for (const PlannedRun& run : runs) all.push_back(run.connection + " " + run.trigger());
    return all;
  }
  // What the run's own process does as it begins: false when somebody was quicker.
  bool begin(const PlannedRun& run) {
    if (!run.due) return true;
    const ScheduleMark mark = parse_mark(marks_[run.connection]).value_or(ScheduleMark{});
    if (is_served(mark, *run.due)) return false;
    marks_[run.connection] = mark_text(served(mark, *run.due));
    return true;
  }
  void run(const PlannedRun& planned) {
    begin(planned);
    dispatcher_->ended(planned, RunEnd::kDone);
  }

  SetClock clock_;
  Schedules schedules_;
  std::map<std::string, std::string> marks_;
  std::unique_ptr<Dispatcher> dispatcher_;
  std::string blocked_;
  std::size_t most_ = 2;
  int writes_ = 0;
};

TEST_F(DispatcherTest, OneOfAConnectionSoManyInAllTheLongestWaitingFirst) {
  for (const char* name : {"a", "b", "c", "d"}) set(name, "every: 1h");
  set("d", "every: 1h, start: 2026-11-30T23:59:00Z");
  restart();
  EXPECT_THAT(names(take()), ElementsAre("a schedule", "b schedule"));
  EXPECT_THAT(take(), IsEmpty());
  EXPECT_THAT(dispatcher_->waiting().at("c"), HasSubstr("one of 2 runs"));
  EXPECT_FALSE(dispatcher_->waiting().contains("a"));
  run({"b", clock_.at, false});
  clock_.at += seconds(30);
  EXPECT_THAT(names(take()), ElementsAre("c schedule"));
  clock_.at += std::chrono::hours(3);
  // "d" has waited since 02:59, "a" and "c" still run, "b" is due since 03:00.
  dispatcher_->ended({"c", moment("2026-12-01T00:00:00Z"), false}, RunEnd::kDone);
  EXPECT_THAT(names(take()), ElementsAre("d missed"));
  EXPECT_EQ(dispatcher_->running(), 2U);
}

TEST_F(DispatcherTest, NeverTwoOfOneConnection) {
  set("a", "every: 1s");
  restart();
  ASSERT_EQ(take().size(), 1U);
  for (int i = 0; i < 100; ++i, clock_.at += seconds(1)) EXPECT_THAT(take(), IsEmpty());
  run({"a", moment("2026-12-01T00:00:00Z"), false});
  const auto next = take();
  ASSERT_EQ(next.size(), 1U);
  EXPECT_EQ(next[0].due, clock_.at) << "once for all that passed meanwhile";
}

TEST_F(DispatcherTest, ARunThatWasNotBegunIsTriedAgainAndKeepsItsDueTime) {
  set("a", "every: 1h");
  restart();
  const auto first = take();
  dispatcher_->ended(first.at(0), RunEnd::kNotBegun);
  EXPECT_THAT(take(), IsEmpty());
  EXPECT_THAT(dispatcher_->waiting().at("a"), HasSubstr("tried again soon"));
  clock_.at += seconds(5);
  const auto second = take();
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].due, first[0].due);

  set("a", "at: 2026-11-01T00:00:00Z");
  dispatcher_->ended(second[0], RunEnd::kNotBegun);
  EXPECT_THAT(take(), IsEmpty());
  clock_.at -= std::chrono::hours(12);
  EXPECT_EQ(take().size(), 1U) << "a clock that is set back does not make the pause half a day";
}

TEST_F(DispatcherTest, ARunThatDiedBeforeItBeganIsNotRepeated) {
  set("a", "every: 1h");
  restart();
  dispatcher_->ended(take().at(0), RunEnd::kDone);
  EXPECT_THAT(take(), IsEmpty());
  restart();
  EXPECT_THAT(take(), IsEmpty());
  EXPECT_EQ(dispatcher_->next_due("a"), moment("2026-12-01T01:00:00Z"));
}

TEST_F(DispatcherTest, WhatIsBlockedWaits) {
  set("a", "every: 1h");
  blocked_ = "a";
  restart();
  EXPECT_THAT(take(), IsEmpty());
  EXPECT_EQ(dispatcher_->waiting().at("a"), "due; waits for somebody");
  blocked_.clear();
  clock_.at += seconds(61);
  EXPECT_THAT(names(take()), ElementsAre("a missed"));
}

TEST_F(DispatcherTest, AnInterruptedRunIsGoneOnWithOnce) {
  set("a", "every: 1h");
  restart();
  run(take().at(0));
  restart();
  dispatcher_->resume("a");
  const auto again = take();
  EXPECT_THAT(names(again), ElementsAre("a resume"));
  EXPECT_FALSE(again.at(0).due.has_value());
  dispatcher_->ended(again[0], RunEnd::kNotBegun);
  clock_.at += seconds(5);
  run(take().at(0));
  EXPECT_THAT(take(), IsEmpty());
  // A run that is due goes on with it as well: one is enough.
  dispatcher_->resume("a");
  clock_.at += std::chrono::hours(2);
  EXPECT_THAT(names(take()), ElementsAre("a schedule"));
  run({"a", clock_.at, false});
}

TEST_F(DispatcherTest, WhatPassesWhileItIsInactiveOrGoneIsNotMissed) {
  set("a", "time: \"02:00\"");
  set("b", "time: \"02:00\"");
  restart();
  EXPECT_THAT(take(), IsEmpty());
  // One is made inactive while serve is down, one is removed while it runs.
  schedules_["a"] = std::nullopt;
  restart();
  schedules_.erase("b");
  dispatcher_->set_schedules(schedules_);
  clock_.at = moment("2026-12-05T12:00:00Z");
  set("a", "time: \"02:00\"");
  set("b", "time: \"02:00\"");
  EXPECT_THAT(take(), IsEmpty());
  clock_.at = moment("2026-12-06T02:00:00Z");
  EXPECT_EQ(take().size(), 2U);
}

TEST_F(DispatcherTest, AMarkThatMakesNoSenseStartsAnew) {
  set("a", "time: \"02:00\"");
  marks_["a"] = "nonsense";
  restart();
  EXPECT_THAT(take(), IsEmpty());
  clock_.at = moment("2026-12-01T02:00:00Z");
  EXPECT_EQ(take().size(), 1U);
}

TEST_F(DispatcherTest, NothingIsWrittenWhileNothingHappens) {
  set("a", "time: \"02:00\"");
  restart();
  take();
  const int before = writes_;
  for (int i = 0; i < 10; ++i, clock_.at += seconds(1)) take();
  dispatcher_->set_schedules(schedules_);
  EXPECT_EQ(writes_, before);
}

// Kills at every step, clock jumps both ways, runs that begin, end, die before they begin, or are
// overtaken by a process of the serve before. The oracle counts what began.
TEST_F(DispatcherTest, RandomKillsAndJumpsServeEachDueTimeOnce) {
  const std::vector<std::string> texts = {"every: 1h, end: 2130-01-01T00:00:00Z",
                                          "days: [mon, wed], time: \"03:00\", "
                                          "end: 2130-01-01T00:00:00Z",
                                          "at: 2026-12-03T00:00:00Z"};
  for (std::size_t i = 0; i < texts.size(); ++i) set(std::string(1, char('a' + i)), texts[i]);
  std::mt19937_64 random(11);
  std::map<std::string, std::set<sys_seconds>> begun;
  std::map<std::string, PlannedRun> running;
  std::vector<PlannedRun> orphans;  // of a serve that was killed; they have not begun yet
  sys_seconds furthest = clock_.at;
  restart();
  const auto try_to_begin = [&](const PlannedRun& planned) {
    if (!begin(planned) || !planned.due) return;
    ASSERT_TRUE(begun[planned.connection].insert(*planned.due).second)
        << planned.connection << " twice for " << moment_text(*planned.due);
  };
  for (int step = 0; step < 30000; ++step) {
    switch (random() % 10) {
      case 0:
        for (auto& [name, planned] : running)
          if (random() % 2 == 0) orphans.push_back(planned);
        running.clear();
        restart();
        break;
      case 1:
        clock_.at += seconds(random() % (10 * 86400));
        break;
      case 2:
        clock_.at = std::max(clock_.at - seconds(random() % 86400), furthest - seconds(86400));
        break;
      case 3:
        if (!orphans.empty()) {
          try_to_begin(orphans.back());
          orphans.pop_back();
        }
        break;
      case 4:
      case 5:
        for (auto at = running.begin(); at != running.end();) {
          const bool dies_before = random() % 8 == 0;
          if (!dies_before) try_to_begin(at->second);
          dispatcher_->ended(at->second, RunEnd::kDone);
          at = running.erase(at);
        }
        break;
      default:
        clock_.at += seconds(random() % 3600);
    }
    if (HasFatalFailure()) return;
    furthest = std::max(furthest, clock_.at);
    for (const PlannedRun& planned : take()) {
      ASSERT_TRUE(running.emplace(planned.connection, planned).second);
      ASSERT_LE(running.size(), most_);
      ASSERT_LE(*planned.due, clock_.at);
    }
  }
  EXPECT_GT(begun["a"].size(), 1000U);
  EXPECT_GT(begun["b"].size(), 500U);
  EXPECT_LE(begun["c"].size(), 1U);
}

}  // namespace
}  // namespace ingest::host
