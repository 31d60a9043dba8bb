// What keeps a run from going on with an interrupted one, and what becomes of those that nobody
// goes on with.
#include <gtest/gtest.h>

#include "run_fixture.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

class InterruptedTest : public RunTest {
 protected:
  InterruptedTest() {
    request_.versions.set_connector_version("1.0.0");
    request_.versions.set_connector_sha256(std::string(64, 'a'));
    request_.versions.set_map("default");
    request_.versions.set_map_version(1);
    request_.versions.set_map_sha256(std::string(64, 'b'));
    request_.settings_sha256 = std::string(64, 'c');
  }
  void interrupt(const std::string& unit = "p1") {
    ScriptedConnector connector(
        [&](Fetch& fetch) -> std::optional<ConnectorError> {
          if (!unit.empty()) fetch.unit(unit, "A p\nF p k\n", 1);
          ConnectorError error;
          error.code = INGEST_E_AUTH;
          error.message = "expired";
          return error;
        },
        0);
    EXPECT_EQ(run_fails(connector).status(), ExitStatus::kCredentials);
  }
  CommittedRun run_well() {
    return run([](Fetch& fetch) {
      fetch.unit("p1", "A p\nF p k\n", 1);
      fetch.unit("p2", "A p\nF p k2\n", 1);
    });
  }
};

struct Change {
  const char* name;
  void (*make)(RunRequest&);
  const char* told;
};

class ResumeRefuses : public InterruptedTest, public ::testing::WithParamInterface<Change> {};

TEST_P(ResumeRefuses, NamesWhatDiffersAndLeavesTheInterruptedRun) {
  interrupt();
  const auto before = interrupted();
  const RunRequest as_it_was = request_;
  GetParam().make(request_);
  request_.resume = true;
  const Failure failure = run_fails([](Fetch&) { ADD_FAILURE() << "something was read"; });
  EXPECT_EQ(failure.status(), ExitStatus::kConfig);
  EXPECT_NE(std::string(failure.what()).find(GetParam().told), std::string::npos) << failure.what();
  EXPECT_NE(failure.hint().find("without --resume"), std::string::npos) << failure.hint();
  EXPECT_EQ(interrupted(), before);
  request_ = as_it_was;
  request_.resume = true;
  EXPECT_EQ(run_well().run.units_kept(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Changes, ResumeRefuses,
    ::testing::Values(
        Change{"Connector",
               [](RunRequest& r) { r.versions.set_connector_sha256(std::string(64, 'd')); },
               "the connector (scripted 1.0.0, sha256 aaaaaaaaaaaa then"},
        Change{"Map",
               [](RunRequest& r) {
                 r.versions.set_map("mine");
                 r.versions.set_map_sha256(std::string(64, 'e'));
               },
               "the map (default 1, sha256 bbbbbbbbbbbb then, mine 1, sha256 eeeeeeeeeeee now)"},
        Change{"Settings", [](RunRequest& r) { r.settings_sha256 = std::string(64, 'f'); },
               "the connection's configuration or scope"},
        Change{"Shard", [](RunRequest& r) { r.choice.shard = Shard::parse("1/2"); },
               "--shard (the whole then, 1/2 now)"},
        Change{"Limit", [](RunRequest& r) { r.choice.limit = 7; }, "--limit (none then, 7 now)"},
        Change{"Format", [](RunRequest& r) { r.format = OutputFormat::kBoth; },
               "--output-format (binpb then, both now)"}),
    [](const auto& change) { return std::string(change.param.name); });

TEST_F(InterruptedTest, ACleanRunSaysSoAndRemovesItWhenItIsDone) {
  interrupt();
  const auto before = interrupted();
  notices_.clear();
  bool was_there = false;
  const CommittedRun done = run([&](Fetch& fetch) {
    was_there = fs::exists(connection_folder() / ".partial" / before.front() / "segments");
    EXPECT_TRUE(fetch.begin("p1")) << "a clean run takes nothing over";
    fetch.page("p1", 0, "A p\nF p k\n", 1);
    fetch.end(complete_report("p1", 1, 1));
  });
  EXPECT_TRUE(was_there);
  EXPECT_TRUE(done.run.resumed_from().empty());
  EXPECT_EQ(done.run.units_kept(), 0U);
  EXPECT_EQ(std::count(notices_.begin(), notices_.end(), '\n'), 1);
  EXPECT_NE(notices_.find("kept 1 of the projects"), std::string::npos) << notices_;
  EXPECT_NE(notices_.find("--resume"), std::string::npos);
  EXPECT_TRUE(interrupted().empty());
  notices_.clear();
  run_well();
  EXPECT_EQ(notices_, "");
}

TEST_F(InterruptedTest, TheyDoNotPileUp) {
  for (int i = 0; i < 5; ++i) {
    interrupt();
    EXPECT_LE(interrupted().size(), 2U);
  }
  const std::string newest = interrupted().back();
  request_.resume = true;
  EXPECT_EQ(run_well().run.resumed_from(), newest);
  EXPECT_TRUE(interrupted().empty());
}

TEST_F(InterruptedTest, WhatKeptNothingIsGone) {
  interrupt();
  const auto before = interrupted();
  interrupt("");
  EXPECT_EQ(interrupted(), before);
}

TEST_F(InterruptedTest, NothingToGoOnWithIsANewRun) {
  request_.resume = true;
  const CommittedRun done = run_well();
  EXPECT_EQ(done.run.units_kept(), 0U);
  EXPECT_TRUE(done.run.resumed_from().empty());
  EXPECT_NE(notices_.find("no interrupted run to go on with"), std::string::npos) << notices_;
}

// Killed between writing its manifest and taking over the segments: the older one has them still.
TEST_F(InterruptedTest, ATakeOverThatWasCutOffLosesNothing) {
  interrupt();
  const fs::path partial = connection_folder() / ".partial";
  fs::create_directories(partial / "99991231T000000Z-abcdef" / "segments");
  fs::create_directories(partial / "99991231T000000Z-abcdef" / "run");
  fs::copy_file(partial / interrupted().front() / "manifest.json",
                partial / "99991231T000000Z-abcdef" / "manifest.json");
  request_.resume = true;
  EXPECT_EQ(run_well().run.units_kept(), 1U);
  EXPECT_TRUE(interrupted().empty());
}

TEST_F(InterruptedTest, ABrokenManifestIsNoRunToGoOnWith) {
  for (const char* text : {"", "{", "[1]", "{\"run_id\": 7}", "\xFF\xFE", "{\"status\":\"NO\"}"}) {
    interrupt();
    write_file(connection_folder() / ".partial" / interrupted().back() / "manifest.json", text);
    request_.resume = true;
    const CommittedRun done = run_well();
    EXPECT_EQ(done.run.units_kept(), 0U) << text;
    EXPECT_EQ(done.run.units(), 2U);
    request_.resume = false;
  }
}

TEST_F(InterruptedTest, TheManifestHoldsNoMoreThanTheFacts) {
  interrupt();
  const fs::path work = connection_folder() / ".partial" / interrupted().front();
  const std::string text = content_of(work / "manifest.json");
  EXPECT_NE(text.find("RUN_STATUS_INTERRUPTED"), std::string::npos);
  EXPECT_NE(text.find(std::string(64, 'c')), std::string::npos);
  EXPECT_FALSE(fs::exists(work / "run")) << "nothing that looks whole";
}

}  // namespace
}  // namespace ingest::host
