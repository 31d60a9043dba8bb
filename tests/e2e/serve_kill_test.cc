// kill -9 at random moments of "ingest serve": no run is lost from the history, none is run twice
// for one due time, nothing is left running, the state stays sound.
#include <gtest/gtest.h>
#include <signal.h>

#include <map>
#include <random>
#include <set>
#include <thread>

#include "served.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

constexpr int kKills = 60;
constexpr seconds kTimeForKills{90};
constexpr int kKillsAtLeast = 50;

// Folders of committed runs, with and without the history's knowledge.
std::set<std::string> committed(const fs::path& out, const std::string& connection) {
  std::set<std::string> all;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(out / connection, ignored))
    if (entry.is_directory() && !entry.is_symlink() && entry.path().filename() != ".partial")
      all.insert(entry.path().filename().string());
  return all;
}

TEST(ServeKilled, AtRandomMomentsLosesAndDoublesNothing) {
  const Tenant tenant({"--projects", "6", "--rows", "1..5", "--latency-ms", "15"});
  Served served;
  const std::map<std::string, std::string> schedules = {
      {"often", "every: 1s"}, {"rarely", "every: 3s"}, {"once", "at: 2026-01-01T00:00:00Z"}};
  for (const auto& [name, schedule] : schedules) served.connect(tenant, name, schedule);

  const auto seed = static_cast<unsigned>(std::random_device()());
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const auto pick = [&](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  const Clock::time_point end = Clock::now() + kTimeForKills;
  int kills = 0;
  for (; kills < kKills && (kills < kKillsAtLeast || Clock::now() < end); ++kills) {
    const auto serve = served.workspace().start(
        {"serve", "--max-runs", "2", "--out", served.workspace().out().string()});
    // Now and then before it is ready, or with the runs of the one before still about to end.
    if (pick(0, 3) > 0) {
      ASSERT_FALSE(serve->read_line(seconds(60)).empty()) << serve->wait(seconds(1)).err;
      std::this_thread::sleep_for(milliseconds(pick(0, 1400)));
    } else {
      std::this_thread::sleep_for(milliseconds(pick(0, 60)));
    }
    ASSERT_FALSE(serve->has_ended()) << serve->wait(seconds(1)).err;
    serve->signal(SIGKILL);
    serve->wait(seconds(10));
    if (pick(0, 1) == 0) {
      ASSERT_TRUE(eventually([&] { return served.runs_alive().empty(); }, seconds(20)));
    }
  }
  EXPECT_GE(kills, kKillsAtLeast);

  // One more, which nobody kills: it brings to an end what was begun.
  const std::size_t before = served.history_of("often").size();
  const auto serve = served.start();
  ASSERT_TRUE(eventually([&] { return served.history_of("often").size() >= before + 3; }));
  ASSERT_TRUE(eventually([&] {
    for (const HistoryRow& row : served.history_of("once"))
      if (row.outcome == "complete") return true;
    return false;
  }));
  serve->signal(SIGTERM);
  ASSERT_EQ(serve->wait(seconds(30)).status, 0);
  EXPECT_TRUE(served.runs_alive().empty());
  EXPECT_EQ(served.integrity(), "ok");
  const ProcessResult list =
      served.workspace().ingest({"runs", "list", "--limit", "100000", "--format", "json"});
  EXPECT_EQ(list.status, 0) << list.err;
  for (const HistoryRow& row : served.history()) {
    const size_t at = list.out.find("\"" + row.run_id + "\"");
    EXPECT_NE(at, std::string::npos) << row.run_id;
    EXPECT_EQ(list.out.find("\"" + row.run_id + "\"", at + 1), std::string::npos) << row.run_id;
  }

  std::map<std::string, std::map<std::string, std::string>> outcomes;
  std::map<std::string, std::set<long long>> dues;
  for (const HistoryRow& row : served.history()) {
    EXPECT_TRUE(outcomes[row.connection].emplace(row.run_id, row.outcome).second)
        << row.run_id << " is there twice";
    EXPECT_NE(row.outcome, "running") << row.run_id;
    EXPECT_NE(row.outcome, "failed") << row.run_id << ": " << row.reason;
    if (row.due) {
      EXPECT_TRUE(dues[row.connection].insert(*row.due).second)
          << row.connection << " was run twice for one due time, " << *row.due;
    } else {
      EXPECT_EQ(row.trigger, "resume");
    }
  }
  for (const auto& [name, schedule] : schedules) {
    std::set<std::string> complete;
    for (const auto& [run_id, outcome] : outcomes[name])
      if (outcome == "complete") complete.insert(run_id);
    EXPECT_EQ(committed(served.workspace().out(), name), complete) << name;
    EXPECT_FALSE(complete.empty()) << name;
    expect_equal_to_truth(CommittedRun(served.workspace().out() / name / "latest"), tenant);
  }
  EXPECT_EQ(dues["once"].size(), 1U);
  EXPECT_GT(dues["often"].size(), 10U);
}

}  // namespace
}  // namespace ingest::e2e
