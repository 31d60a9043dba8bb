// Connectors that crash, hang, eat memory, close what is not theirs: the run ends with status 9 and
// a sentence that names them, what was read stays, and a connector that is mended goes on from
// there.
#include <gmock/gmock.h>
#include <signal.h>

#include <map>

#include "rogue_run.hpp"
#include "workers.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

using Isolation = RogueRun;

struct Deed {
  std::string what;  // "CALL:DEED"
  std::string told;  // of the sentence
};

const std::string kOnPage = " in transform of results page 3 of unit last";
const std::string kInFetch = " in fetch, after results page 1 of unit bbbb";

class Deeds : public Isolation, public ::testing::WithParamInterface<Deed> {};

TEST_P(Deeds, EndTheRunWithAStatementAndKeepWhatWasRead) {
  const ProcessResult result = run(GetParam().what);
  EXPECT_EQ(result.status, 9) << result.err;
  const std::string sentence = "error: connector specimen " + GetParam().told;
  EXPECT_THAT(result.err, HasSubstr(sentence));
  EXPECT_THAT(result.err, HasSubstr("2 units are kept\n"));
  EXPECT_THAT(result.err, HasSubstr("--resume"));
  EXPECT_EQ(result.err.find("\nerror: "), result.err.rfind("\nerror: ")) << result.err;
  EXPECT_FALSE(fs::exists(workspace_.out() / "acme" / "latest"));
  const boost::json::object entry = newest_run();
  EXPECT_EQ(text(entry, "result"), "failed");
  EXPECT_THAT(text(entry, "why"), HasSubstr(GetParam().told));
  expect_resumed(2);
}

std::vector<Deed> deeds() {
  std::vector<Deed> all;
  for (const auto& [call, place] :
       std::map<std::string, std::string>{{"fetch", kInFetch}, {"transform", kOnPage}}) {
    const auto add = [&, c = call](const char* deed, const std::string& told) {
      all.push_back({c + ":" + deed, told});
    };
    add("segv", "crashed" + place + " (SIGSEGV at address 0x0, in specimen.so)");
    add("abort", "crashed" + place + " (SIGABRT)");
    add("exit", "ended the process, by exit(0)," + place);
    add("_exit", "ended the process");
    // Nothing tells which of two calls raised it, when fetch has not returned yet.
    add("alarm", call == "fetch" ? "crashed" + place + " (SIGALRM)" : "crashed in ");
    add("thread", "crashed on a thread that it had started, during" + place.substr(3));
    add("loop", "did not answer for 1 s" + place + ", and was stopped");
    add("sleep", "did not answer for 1 s" + place + ", and was stopped");
    add("close-stdout", "closed the host's standard output in ");
    add("replace-stderr", "replaced the host's standard error in ");
    if (kSanitized) continue;  // has a stack, a malloc and descriptors of its own
    add("stack", "crashed" + place + " (SIGSEGV: its stack is full");
    add("gulp", "found no more memory" + place + ": worker.memory");
    add("close-all",
        "closed descriptors of the host (the channel to its supervisor, its standard "
        "output, its standard error) in ");
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(All, Deeds, ::testing::ValuesIn(deeds()), [](const auto& deed) {
  std::string name = deed.param.what;
  for (char& c : name)
    if (c == ':' || c == '-') c = '_';
  return name;
});

TEST_F(Isolation, MemoryThatGrowsWithoutEndIsBounded) {
  state_limits(kSanitized ? "memory: 1GiB" : "memory: 200MiB");
  const ProcessResult result = run("fetch:leak");
  EXPECT_EQ(result.status, 9) << result.err;
  EXPECT_THAT(result.err, HasSubstr("connector specimen took too much memory" + kInFetch + ": "));
  EXPECT_THAT(result.err, HasSubstr("worker: {memory: ...}"));
  EXPECT_LT(result.peak_kib, 1100 * 1024);
  expect_resumed(2);
}

TEST_F(Isolation, ThreadsAreBounded) {
  state_limits("stall: 1h");
  const ProcessResult result = run("fetch:threads");
  EXPECT_EQ(result.status, 9) << result.err;
  EXPECT_THAT(result.err, AllOf(HasSubstr("connector specimen started too many threads" + kInFetch),
                                HasSubstr(", of 336 that it may have")));
  expect_resumed(2);
}

TEST_F(Isolation, BeforeTheFirstPageNothingIsKept) {
  for (const auto& [deed, told] : std::map<std::string, std::string>{
           {"constructor:segv", "crashed in its loading (SIGSEGV at address 0x0, in specimen.so)"},
           {"constructor:exit", "ended the process, by exit(0), in its loading"},
           {"describe:abort", "crashed in its loading (SIGABRT)"},
           {"create:abort", "crashed in create (SIGABRT)"},
           {"create:loop", "did not answer for 1 s in create, and was stopped"},
           {"create:close-stdout", "closed the host's standard output in create"}}) {
    const ProcessResult result = run(deed);
    EXPECT_EQ(result.status, 9) << deed << result.err;
    EXPECT_THAT(result.err, HasSubstr("error: connector specimen " + told));
    EXPECT_EQ(text(newest_run(), "result"), "failed") << deed;
  }
  expect_resumed(0);
}

TEST_F(Isolation, AfterTheCommitTheRunStaysWhole) {
  const ProcessResult result = run("destroy:segv");
  EXPECT_EQ(result.status, 9) << result.err;
  EXPECT_THAT(result.err, AllOf(HasSubstr("crashed in destroy (SIGSEGV"), HasSubstr("is written")));
  EXPECT_EQ(CommittedRun(workspace_.out() / "acme" / "latest").run.units(), 3U);
  EXPECT_EQ(text(newest_run(), "result"), "complete");
}

TEST_F(Isolation, CoversTheOtherCommandsToo) {
  const ProcessResult test = workspace_.ingest(words("test"), rogue("test:segv"));
  EXPECT_EQ(test.status, 9) << test.err;
  EXPECT_THAT(test.err, HasSubstr("connector specimen crashed in test_connection (SIGSEGV"));

  const ProcessResult add = workspace_.ingest(
      {"connections", "add", "bad", "--plugin", "specimen", "--plugin-dir", INGEST_ROGUE},
      rogue("test:exit"));
  EXPECT_EQ(add.status, 9) << add.err;
  EXPECT_THAT(add.err, HasSubstr("ended the process, by exit(0), in test_connection"));
  EXPECT_FALSE(fs::exists(workspace_.path() / "config" / "connections" / "bad.yaml"));

  std::vector<std::string> record = words("run");
  const std::string recording = (workspace_.path() / "recording").string();
  record.insert(record.end(), {"--record", recording});
  ASSERT_EQ(workspace_.ingest(record).status, 0);
  const ProcessResult replay =
      workspace_.ingest({"replay", recording, connection_.string(), "--plugin-dir", INGEST_ROGUE,
                         "--out", (workspace_.path() / "replayed").string()},
                        rogue("transform:abort"));
  EXPECT_EQ(replay.status, 9) << replay.err;
  EXPECT_THAT(replay.err, HasSubstr("connector specimen crashed" + kOnPage + " (SIGABRT)"));
  EXPECT_THAT(replay.err, HasSubstr("nothing is kept"));
}

TEST_F(Isolation, AKillFromOutsideIsNotTheConnectorsFault) {
  const ProcessResult result = run("fetch:kill");
  EXPECT_EQ(result.status, 1) << result.err;
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("the worker with connector specimen was killed (SIGKILL)"),
                    HasSubstr("2 units are kept")));
  expect_resumed(2);
}

// What it prints is its own word, and nobody else's.
TEST_F(Isolation, WhatAConnectorPrintsIsToldAndBounded) {
  write_file(connection_,
             "kind: connection\nname: acme\nplugin: specimen\nconfig: {}\nhttp: "
             "{proxy: \"${env:ROGUE_SECRET}\"}\n");
  Environment environment = rogue("fetch:print");
  environment.emplace_back("ROGUE_SECRET", "http://user:hunter2hunter2@127.0.0.1:1");
  const ProcessResult result = workspace_.ingest(words("run"), environment);
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, Not(HasSubstr("hello")));
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("specimen: wrote to standard output: hello from the connector"),
                    HasSubstr("specimen: wrote to standard error: and without an end"),
                    Not(HasSubstr("hunter2"))));

  state_limits("stall: 1s");
  const ProcessResult much = run("transform:print-on");
  EXPECT_EQ(much.status, 0) << much.err;
  EXPECT_THAT(much.err, AllOf(HasSubstr("line 99 of"), Not(HasSubstr("line 100 of")),
                              HasSubstr("(more than this is not shown)")));
}

TEST_F(Isolation, TakesAwayWhatAConnectorHasNoUseFor) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer needs some of it";
  const ProcessResult result = run("fetch:forbidden");
  EXPECT_EQ(result.status, 0) << result.err;
  for (const char* attempt :
       {"fork", "exec", "ptrace", "kill", "listen", "signal by descriptor", "memfd"})
    EXPECT_THAT(result.err, HasSubstr(std::string(attempt) + ": Operation not permitted"));
}

TEST_F(Isolation, TheWorkerGoesWithItsSupervisorAndLeavesNoLock) {
  state_limits("stall: 1h");
  const auto run = workspace_.start(words("run"), rogue("transform:sleep"));
  const std::string worker = worker_of(*run);
  ASSERT_FALSE(worker.empty());
  ASSERT_TRUE(two_units_written(workspace_.out()));
  run->signal(SIGKILL);
  expect_resumed(2);  // at once
  run->wait(seconds(20));
  EXPECT_FALSE(is_worker(worker));
}

TEST_F(Isolation, SuspendedTimeDoesNotCount) {
  const auto run = workspace_.start(words("run"), rogue("transform:sleep"));
  const std::string worker = worker_of(*run);
  ASSERT_FALSE(worker.empty());
  ASSERT_EQ(::kill(std::stoi(worker), SIGSTOP), 0);
  std::this_thread::sleep_for(milliseconds(1500));
  EXPECT_FALSE(run->has_ended());
  ASSERT_EQ(::kill(std::stoi(worker), SIGCONT), 0);
  EXPECT_EQ(run->wait(seconds(20)).status, 9);
}

TEST_F(Isolation, AllInOneProcessForADebugger) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer has its own end for it";
  Environment environment = rogue("fetch:abort");
  environment.emplace_back("INGEST_IN_PROCESS", "1");
  EXPECT_EQ(workspace_.ingest(words("run"), environment).status, 128 + SIGABRT);
  expect_resumed(2);
}

TEST_F(Isolation, TheCommandOfWorkersIsNotForPeople) {
  const ProcessResult result = workspace_.ingest({"__worker", "run", connection_.string()});
  EXPECT_EQ(result.status, 2) << result.err;
}

}  // namespace
}  // namespace ingest::e2e
