// A run that is recorded, and its recording mapped again: the same bytes.
#include <gmock/gmock.h>

#include "run/recording_connector.hpp"
#include "run/replay_connector.hpp"
#include "run_fixture.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Replay : public RunTest {
 protected:
  CommittedRun record(std::function<void(Fetch&)> script) {
    ScriptedConnector connector(std::move(script));
    v1::Recording facts;
    facts.set_connection("acme");
    *facts.mutable_versions() = request_.versions;
    facts.set_unit_noun("projects");
    RecordingWriter writer(recording_, std::move(facts), "{}");
    RecordingConnector recorded(connector, writer);
    const CommittedRun done = execute(recorded);
    EXPECT_TRUE(writer.is_whole());
    writer.finish(done.run.status(), done.run.exit_status(), done.run.units_skipped());
    return done;
  }
  CommittedRun replay() {
    // Another fetch than this one's would be noticed.
    ScriptedConnector connector([](Fetch&) { FAIL() << "the source was asked"; });
    RecordingReader reader(recording_);
    ReplayConnector replayed(connector, reader);
    request_.replay_of = reader.manifest().run_id();
    request_.units_not_recorded = reader.manifest().units_skipped();
    request_.out = folder_.path() / "replayed";
    return execute(replayed);
  }
  CommittedRun execute(RunConnector& connector) {
    Progress progress(false, "acme", "projects", [this](const std::string& t) { progress_ += t; });
    return execute_run(connector, request_, progress);
  }
  static void expect_same_files(const CommittedRun& one, const CommittedRun& other) {
    ASSERT_EQ(one.run.files_size(), other.run.files_size());
    for (int i = 0; i < one.run.files_size(); ++i) {
      const std::string& name = one.run.files(i).name();
      EXPECT_EQ(content_of(one.folder / name), content_of(other.folder / name)) << name;
      EXPECT_EQ(one.run.files(i).SerializeAsString(), other.run.files(i).SerializeAsString());
    }
  }
  static void expect_same_accounts(const v1::Run& one, const v1::Run& other) {
    v1::Run a = one;
    v1::Run b = other;
    for (v1::Run* run : {&a, &b}) {
      run->clear_run_id();
      run->clear_replay_of();
      run->clear_started_at();
      run->clear_finished_at();
      run->clear_duration_ms();
    }
    EXPECT_EQ(a.DebugString(), b.DebugString());
  }
  const fs::path recording_ = folder_.path() / "rec";
};

void everything(Fetch& fetch) {
  fetch.begin("late");
  fetch.unit("good", "A good\nF good a\nF good b\nX sast 3\nR 5 odd\n", 6);
  fetch.page("late", 1, "F late x\nF late y\n", 2);
  fetch.unit("broken", "E broken\n", 4);
  fetch.page("late", 0, "A late\nF late x\n", 1);
  v1::UnitReport report = complete_report("late", 2, 3);
  report.set_scan_id("scan");
  report.add_warnings("two\nlines");
  fetch.end(report);
  fetch.begin("failed");
  v1::UnitReport failed;
  failed.set_unit("failed");
  failed.set_outcome(v1::UNIT_OUTCOME_FAILED);
  failed.set_reason("HTTP 403");
  fetch.end(failed);
  fetch.begin("unended");
  fetch.page("unended", 0, "A unended\n", 0);
  fetch.begin("unread");
  v1::Listing listing;
  listing.set_name("projects");
  listing.set_claimed(7);
  listing.set_received(6);
  listing.set_unique(6);
  fetch.listing(listing);
}

TEST_F(Replay, GivesTheSameBytesAndTheSameAccounts) {
  request_.format = OutputFormat::kBoth;
  const CommittedRun first = record(everything);
  EXPECT_EQ(first.run.exit_status(), 7);
  EXPECT_EQ(first.run.units(), 6U);
  EXPECT_EQ(first.run.files_size(), 5);
  const CommittedRun second = replay();
  EXPECT_EQ(second.run.replay_of(), first.run.run_id());
  expect_same_files(first, second);
  expect_same_accounts(first.run, second.run);
  expect_same_files(first, replay());
}

TEST_F(Replay, OfManyPagesInAnyOrder) {
  const CommittedRun first = record([](Fetch& fetch) {
    for (int unit = 0; unit < 5; ++unit) fetch.begin("u" + std::to_string(unit));
    for (std::uint64_t page = 40; page-- > 0;)
      for (int unit = 0; unit < 5; ++unit) {
        const std::string name = "u" + std::to_string(unit);
        fetch.page(name, page, "A " + name + "\nF " + name + " k" + std::to_string(page) + " 0\n",
                   1);
      }
    for (int unit = 0; unit < 5; ++unit)
      fetch.end(complete_report("u" + std::to_string(unit), 40, 40));
  });
  EXPECT_EQ(first.run.exit_status(), 0);
  expect_same_files(first, replay());
}

TEST_F(Replay, OfALimitedRunHoldsWhatWasRead) {
  request_.choice.limit = 2;
  const CommittedRun first = record([](Fetch& fetch) {
    for (const char* unit : {"a", "b", "c"}) fetch.unit(unit, std::string("A ") + unit + "\n", 0);
  });
  EXPECT_EQ(RecordingReader(recording_).manifest().units_skipped(), 1U);
  request_.choice.limit = 0;
  expect_same_files(first, replay());
  request_.choice.limit = 1;
  EXPECT_EQ(replay().run.units(), 1U);
}

TEST_F(Replay, OfARunThatBrokeOffHoldsItsFinishedUnits) {
  ScriptedConnector connector(
      [](Fetch& fetch) -> std::optional<ConnectorError> {
        fetch.unit("a", "A a\nF a k\n", 1);
        fetch.begin("b");
        fetch.page("b", 0, "A b\n", 0);
        ConnectorError error;
        error.code = INGEST_E_UNAVAILABLE;
        error.message = "gone";
        return error;
      },
      0);
  v1::Recording facts;
  facts.set_connection("acme");
  facts.mutable_versions()->set_connector("scripted");
  {
    RecordingWriter writer(recording_, facts, "{}");
    RecordingConnector recorded(connector, writer);
    EXPECT_THROW(execute(recorded), Failure);
    EXPECT_FALSE(writer.is_whole());
  }
  request_.problems = {"the recording breaks off"};
  const CommittedRun done = replay();
  EXPECT_EQ(done.run.exit_status(), 7);
  EXPECT_EQ(done.run.problems(0), "the recording breaks off");
  EXPECT_LE(done.run.units(), 1U);
}

// What the run refuses of a recording is the recording's fault, not a crash.
TEST_F(Replay, StopsWhereTheRecordingIsDamaged) {
  record([](Fetch& fetch) { fetch.unit("a", "A a\nF a k\n", 1); });
  for (const auto& entry : fs::directory_iterator(recording_ / "units"))
    fs::resize_file(entry.path(), entry.file_size() / 2);
  try {
    replay();
    ADD_FAILURE() << "it was committed";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), ExitStatus::kConfig);
    EXPECT_THAT(failure.what(), HasSubstr("are damaged: page"));
  }
  EXPECT_FALSE(fs::exists(folder_.path() / "replayed" / "acme" / "latest"));
}

TEST_F(Replay, OfNothingIsNoReasonForAlarm) {
  const CommittedRun some = record([](Fetch& fetch) { fetch.unit("a", "A a\n", 0); });
  const CommittedRun first = replay();
  fs::remove_all(recording_);
  request_.out = folder_.path() / "elsewhere";
  request_.replay_of.clear();
  record([](Fetch&) {});
  const CommittedRun second = replay();
  EXPECT_EQ(second.run.exit_status(), 0);
  EXPECT_EQ(fs::canonical(second.folder.parent_path() / "latest"), fs::canonical(second.folder));
}

}  // namespace
}  // namespace ingest::host
