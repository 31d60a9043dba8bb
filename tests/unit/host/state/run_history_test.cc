#include <gmock/gmock.h>

#include <memory>
#include <optional>

#include "output/json_text.hpp"
#include "output/temporary_folder.hpp"
#include "state/child_process.hpp"
#include "state/state_store.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::SizeIs;

v1::Run committed(const std::string& id, v1::RunStatus status, int exit_status) {
  v1::Run run;
  run.set_run_id(id);
  run.set_status(status);
  run.set_exit_status(exit_status);
  run.mutable_rows()->set_emitted(12);
  run.set_assets(1);
  return run;
}

class Runs : public ::testing::Test {
 protected:
  RunStart start(const std::string& id, const std::string& connection = "acme") const {
    return {connection, id, "manual", "projects", folder_.path() / "out" / connection / id};
  }
  ConnectionState state(const std::string& connection = "acme") {
    return store().state_of(connection)->state;
  }

  // Opened when first asked for: SQLite's locks don't survive a fork.
  StateStore& store() {
    if (!store_) store_.emplace(dir());
    return *store_;
  }
  fs::path dir() const { return folder_.path() / "state"; }
  // A process that has begun the run.
  std::unique_ptr<ChildProcess> running(const std::string& id) {
    EXPECT_FALSE(store_);
    auto child = std::make_unique<ChildProcess>([&] {
      auto* theirs = new StateStore(dir());
      theirs->begin_run(start(id));
    });
    EXPECT_TRUE(child->worked());
    return child;
  }

 private:
  TemporaryFolder folder_;
  std::optional<StateStore> store_;
};

TEST_F(Runs, EnterTheStateThatTheirEndMeans) {
  struct Case {
    v1::RunStatus status;
    int exit_status;
    RunOutcome outcome;
    ConnectionState state;
  };
  for (const Case& each :
       {Case{v1::RUN_STATUS_COMPLETE, 0, RunOutcome::kComplete, ConnectionState::kProcessed},
        Case{v1::RUN_STATUS_PARTIAL, 6, RunOutcome::kPartial, ConnectionState::kIncomplete},
        Case{v1::RUN_STATUS_INCOMPLETE, 7, RunOutcome::kIncomplete,
             ConnectionState::kIncomplete}}) {
    const std::string id = "r" + std::to_string(each.exit_status);
    const RunNumber number = store().begin_run(start(id));
    EXPECT_EQ(state(), ConnectionState::kProcessing);
    EXPECT_EQ(store().run("acme", id)->outcome, RunOutcome::kRunning);
    store().end_run(number, committed(id, each.status, each.exit_status));
    EXPECT_EQ(state(), each.state);
    const auto record = store().run("acme", id);
    EXPECT_EQ(record->outcome, each.outcome);
    EXPECT_EQ(record->exit_status, each.exit_status);
    EXPECT_EQ(record->run.rows().emitted(), 12U);
    EXPECT_TRUE(record->ended_at);
    EXPECT_EQ(record->pid, ::getpid());
  }
  EXPECT_THAT(store().state_of("acme")->why, HasSubstr("run r7: 12 findings on 1 asset"));
}

TEST_F(Runs, ThatFailSayWhy) {
  store().fail_run(store().begin_run(start("r1")), ExitStatus::kCredentials, "401 from the tenant",
                   {});
  EXPECT_EQ(state(), ConnectionState::kFailed);
  EXPECT_EQ(store().state_of("acme")->why, "run r1: 401 from the tenant");
  EXPECT_EQ(store().run("acme", "r1")->reason, "401 from the tenant");
  EXPECT_EQ(store().run("acme", "r1")->outcome, RunOutcome::kFailed);
  store().fail_run(store().begin_run(start("r2")), ExitStatus::kTerminated, "stopped on request",
                   {});
  EXPECT_EQ(store().run("acme", "r2")->outcome, RunOutcome::kInterrupted);
  EXPECT_EQ(store().run("acme", "r2")->exit_status, 143);
}

TEST_F(Runs, AReplayLeavesTheStateAlone) {
  RunStart replay = start("r1");
  replay.changes_state = false;
  store().end_run(store().begin_run(replay), committed("r1", v1::RUN_STATUS_COMPLETE, 0));
  EXPECT_FALSE(store().state_of("acme"));
  EXPECT_THAT(store().runs(), SizeIs(1));
}

TEST_F(Runs, AConnectionMadeInactiveMeanwhileStaysSo) {
  const RunNumber number = store().begin_run(start("r1"));
  store().enter("acme", ConnectionState::kInactive, "by its file");
  store().end_run(number, committed("r1", v1::RUN_STATUS_COMPLETE, 0));
  EXPECT_EQ(state(), ConnectionState::kInactive);
}

TEST_F(Runs, AreListedNewestFirst) {
  for (const char* id : {"r1", "r2", "r3"})
    store().end_run(store().begin_run(start(id)), committed(id, v1::RUN_STATUS_COMPLETE, 0));
  store().end_run(store().begin_run(start("z1", "zeta")),
                  committed("z1", v1::RUN_STATUS_COMPLETE, 0));
  const auto ids = [&](const RunQuery& query) {
    std::string all;
    for (const RunRecord& record : store().runs(query)) all += record.start.run_id + " ";
    return all;
  };
  EXPECT_EQ(ids({}), "z1 r3 r2 r1 ");
  EXPECT_EQ(ids({.connection = "acme", .limit = 2}), "r3 r2 ");
  EXPECT_EQ(ids({.connection = "acme", .before = store().run("acme", "r3")->number}), "r2 r1 ");
  EXPECT_EQ(ids({.connection = "nobody"}), "");
}

TEST_F(Runs, WhoseProcessIsKilledAreClosedByWhoeverComesNext) {
  const auto child = running("r1");
  EXPECT_EQ(store().reconcile(), 0U) << "it is under way";
  EXPECT_EQ(state(), ConnectionState::kProcessing);
  const std::string pid = std::to_string(child->pid());
  child->kill();
  StateStore next(dir());
  const auto record = next.run("acme", "r1");
  EXPECT_EQ(record->outcome, RunOutcome::kKilled);
  EXPECT_FALSE(record->exit_status);
  EXPECT_TRUE(record->ended_at);
  EXPECT_THAT(record->reason, HasSubstr("process (" + pid + ")"));
  EXPECT_EQ(next.state_of("acme")->state, ConnectionState::kFailed);
  EXPECT_THAT(next.state_of("acme")->why, HasSubstr("run r1: its process"));
  EXPECT_EQ(next.reconcile(), 0U) << "once";
}

// A worker is gone, and its supervisor knows why; somebody else may have come before it.
TEST_F(Runs, WhoSawToADeadProcessSaysHowItsRunEnded) {
  for (const bool found_before : {false, true}) {
    const std::string id = found_before ? "r2" : "r1";
    std::int64_t pid = 0;
    const StateTime since = state_now();
    {
      const auto child = running(id);
      pid = child->pid();
    }
    const KnownDeath another{pid + 1, since, ExitStatus::kConnector, "not this one"};
    const KnownDeath later{pid, state_now() + std::chrono::hours(1), ExitStatus::kConnector, "nor"};
    const KnownDeath death{pid, since, ExitStatus::kConnector, "connector x crashed in fetch"};
    if (found_before) {
      EXPECT_EQ(StateStore(dir(), another).run("acme", id)->outcome, RunOutcome::kKilled);
      EXPECT_EQ(StateStore(dir(), later).run("acme", id)->outcome, RunOutcome::kKilled);
    }
    StateStore store(dir(), death);
    const auto record = store.run("acme", id);
    EXPECT_EQ(record->outcome, RunOutcome::kFailed);
    EXPECT_EQ(record->exit_status, 9);
    EXPECT_EQ(record->reason, "connector x crashed in fetch");
    EXPECT_EQ(store.state_of("acme")->state, ConnectionState::kFailed);
    EXPECT_EQ(store.state_of("acme")->why, "run " + id + ": connector x crashed in fetch");
    const std::size_t transitions = store.transitions("acme").size();
    EXPECT_EQ(StateStore(dir(), death).transitions("acme").size(), transitions) << "once";
  }
}

TEST_F(Runs, KilledAfterTheirCommitAreWhatTheirRunJsonSays) {
  const auto child = running("r1");
  fs::create_directories(start("r1").folder);
  write_run_json(committed("r1", v1::RUN_STATUS_PARTIAL, 6), start("r1").folder / "run.json");
  child->kill();
  store().reconcile();
  const auto record = store().run("acme", "r1");
  EXPECT_EQ(record->outcome, RunOutcome::kPartial);
  EXPECT_EQ(record->exit_status, 6);
  EXPECT_EQ(record->run.rows().emitted(), 12U);
  EXPECT_EQ(state(), ConnectionState::kIncomplete);
}

TEST_F(Runs, ARunJsonOfAnotherRunProvesNothing) {
  const auto child = running("r1");
  fs::create_directories(start("r1").folder);
  write_run_json(committed("r0", v1::RUN_STATUS_COMPLETE, 0), start("r1").folder / "run.json");
  child->kill();
  store().reconcile();
  EXPECT_EQ(store().run("acme", "r1")->outcome, RunOutcome::kKilled);
}

// A store that was open all the time closes the dead run before its own begins.
TEST_F(Runs, ADeadOneDoesNotSpeakForTheOneUnderWay) {
  const auto child = running("r1");
  EXPECT_EQ(state(), ConnectionState::kProcessing);
  child->kill();
  const RunNumber number = store().begin_run(start("r2"));
  StateStore other(dir());
  EXPECT_EQ(other.run("acme", "r1")->outcome, RunOutcome::kKilled);
  EXPECT_EQ(state(), ConnectionState::kProcessing);
  store().end_run(number, committed("r2", v1::RUN_STATUS_COMPLETE, 0));
  EXPECT_EQ(state(), ConnectionState::kProcessed);
}

TEST_F(Runs, KeepWhatMattersOfAnAccountOfAnySize) {
  v1::Run run = committed("r1", v1::RUN_STATUS_INCOMPLETE, 7);
  run.mutable_versions()->set_map("mine");
  for (int i = 0; i < 5000; ++i) {
    v1::UnitAccount& unit = *run.add_accounts();
    unit.mutable_report()->set_name(std::string(10'000, 'n'));
    if (i % 2 == 0) unit.add_problems(std::string(10'000, 'p'));
    run.add_problems(std::string(10'000, 'q'));
  }
  store().end_run(store().begin_run(start("r1")), run);
  const v1::Run kept = store().run("acme", "r1")->run;
  EXPECT_EQ(kept.accounts_size(), 20);
  EXPECT_EQ(kept.versions().map(), "mine");
  EXPECT_LT(kept.ByteSizeLong(), std::size_t{1} << 20U);
}

}  // namespace
}  // namespace ingest::host
