#include <gmock/gmock.h>

#include "output/temporary_folder.hpp"
#include "state/prune_choice.hpp"
#include "state/state_store.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const StateTime kNow{hours(1000)};

RunRecord record(const std::string& id, RunOutcome outcome, int hours_ago,
                 const std::string& connection = "acme") {
  RunRecord one;
  one.start.connection = connection;
  one.start.run_id = id;
  one.start.folder = "/nowhere/" + connection + "/" + id;
  one.start.started_at = kNow - hours(hours_ago);
  one.outcome = outcome;
  return one;
}

std::vector<std::string> pruned(const std::vector<RunRecord>& runs, const PruneRule& rule) {
  std::vector<std::string> ids;
  for (const RunRecord& one : runs_to_prune(runs, rule, kNow)) ids.push_back(one.start.run_id);
  return ids;
}

TEST(Pruning, KeepsSoManyOfEachConnection) {
  const std::vector<RunRecord> runs = {
      record("a3", RunOutcome::kComplete, 1), record("b2", RunOutcome::kComplete, 2, "beta"),
      record("a2", RunOutcome::kComplete, 3), record("b1", RunOutcome::kFailed, 4, "beta"),
      record("a1", RunOutcome::kFailed, 5)};
  EXPECT_THAT(pruned(runs, {.keep = 1}), ElementsAre("a2", "b1", "a1"));
  EXPECT_THAT(pruned(runs, {.keep = 2}), ElementsAre("a1"));
  EXPECT_THAT(pruned(runs, {.keep = 3}), IsEmpty());
}

TEST(Pruning, GoesByAge) {
  const std::vector<RunRecord> runs = {record("a3", RunOutcome::kComplete, 1),
                                       record("a2", RunOutcome::kComplete, 24),
                                       record("a1", RunOutcome::kComplete, 25)};
  EXPECT_THAT(pruned(runs, {.older_than = hours(24)}), ElementsAre("a1"));
}

TEST(Pruning, SparesTheNewestCompleteRunAndOneUnderWay) {
  RunRecord replay = record("r", RunOutcome::kComplete, 2);
  replay.start.changes_state = false;
  const std::vector<RunRecord> runs = {
      record("a5", RunOutcome::kRunning, 1), replay, record("a4", RunOutcome::kIncomplete, 3),
      record("a3", RunOutcome::kComplete, 4), record("a2", RunOutcome::kComplete, 5)};
  EXPECT_THAT(pruned(runs, {.keep = 0}), ElementsAre("r", "a4", "a2"));
}

TEST(Pruning, SparesTheLatest) {
  TemporaryFolder folder;
  RunRecord old = record("a1", RunOutcome::kIncomplete, 9);
  old.start.folder = folder.path() / "a1";
  EXPECT_THAT(pruned({old}, {.keep = 0}), ElementsAre("a1"));
  fs::create_symlink("a1", folder.path() / "latest");
  EXPECT_THAT(pruned({old}, {.keep = 0}), IsEmpty());
}

TEST(Pruning, TakesOldTransitionsAlong) {
  TemporaryFolder folder;
  StateStore store(folder.path());
  std::vector<RunNumber> numbers;
  for (int i = 1; i <= 3; ++i) {
    RunStart start{"acme", "r" + std::to_string(i), "manual", "projects", "/nowhere/acme/r"};
    start.started_at = kNow + hours(i);
    numbers.push_back(store.begin_run(start));
    store.fail_run(numbers.back(), ExitStatus::kNetwork, "no answer", {}, kNow + hours(i));
  }
  store.enter("zeta", ConnectionState::kRegistered, "saved", kNow);
  EXPECT_EQ(store.transitions("acme").size(), 6U);
  store.remove_runs({numbers[0], numbers[1]});
  EXPECT_EQ(store.transitions("acme").size(), 2U);
  store.remove_runs({numbers[2]});
  EXPECT_EQ(store.transitions("acme").size(), 1U) << "the current one stays";
  EXPECT_EQ(store.state_of("acme")->state, ConnectionState::kFailed);
  EXPECT_TRUE(store.state_of("zeta"));
  EXPECT_THAT(store.runs(), IsEmpty());
}

TEST(Pruning, LeavesARunUnderWay) {
  TemporaryFolder folder;
  StateStore store(folder.path());
  const RunNumber number =
      store.begin_run({"acme", "r1", "manual", "projects", "/nowhere/acme/r1"});
  store.remove_runs({number, 4711});
  EXPECT_TRUE(store.run("acme", "r1"));
}

}  // namespace
}  // namespace ingest::host
