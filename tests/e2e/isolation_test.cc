// Connectors that crash, hang, eat memory, close what is not theirs: the run ends with status 9 and
// a sentence that names them, what was read stays, and a connector that is mended goes on from
// there.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <fstream>
#include <map>
#include <set>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

class Isolation : public ::testing::Test {
 protected:
  Isolation() : connection_(workspace_.path() / "acme.yaml") { state_limits("stall: 1s"); }

  void state_limits(const std::string& limits) {
    write_file(
        connection_,
        "kind: connection\nname: acme\nplugin: specimen\nconfig: {}\nworker: {" + limits + "}\n");
  }
  std::vector<std::string> words(const std::string& command) const {
    std::vector<std::string> all = {command, connection_.string(), "--plugin-dir", INGEST_ROGUE};
    if (command == "run") all.insert(all.end(), {"--out", workspace_.out().string()});
    return all;
  }
  Environment rogue(const std::string& deed) const {
    return {{"ROGUE", deed}, {"ROGUE_OUT", workspace_.out().string()}};
  }
  ProcessResult run(const std::string& deed) {
    return workspace_.ingest(words("run"), rogue(deed));
  }
  ProcessResult resume() {
    std::vector<std::string> all = words("run");
    all.push_back("--resume");
    return workspace_.ingest(all);
  }
  void expect_resumed(std::uint64_t kept) {
    const ProcessResult again = resume();
    ASSERT_EQ(again.status, 0) << again.err;
    const CommittedRun run(workspace_.out() / "acme" / "latest");
    EXPECT_EQ(run.run.units_kept(), kept);
    EXPECT_EQ(run.run.units(), 3U);
  }
  boost::json::object newest_run() {
    const ProcessResult list = workspace_.ingest({"runs", "list", "--format", "json"});
    const boost::json::value all = boost::json::parse(list.out);
    return all.at("runs").at(0).as_object();
  }
  static std::string text(const boost::json::object& one, const char* key) {
    return boost::json::value_to<std::string>(one.at(key));
  }

  Workspace workspace_;
  fs::path connection_;
};

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

// The supervisor's children, whichever of its threads started them.
std::set<std::string> children_of(pid_t pid) {
  std::set<std::string> all;
  std::error_code gone;
  const fs::path tasks = "/proc/" + std::to_string(pid) + "/task";
  for (const auto& task : fs::directory_iterator(tasks, gone)) {
    std::ifstream list(task.path() / "children");
    for (std::string child; list >> child;) all.insert(child);
  }
  return all;
}

bool is_worker(const std::string& pid) {
  try {
    return read_file("/proc/" + pid + "/cmdline").find("__worker") != std::string::npos;
  } catch (const std::exception&) {
    return false;
  }
}

std::string worker_of(const Process& run) {
  const auto end = Clock::now() + seconds(30);
  while (Clock::now() < end)
    for (const std::string& child : children_of(run.pid()))
      if (is_worker(child)) return child;
  return {};
}

// Until two units have their ends, which are written last.
void wait_for_segments(const fs::path& out) {
  const auto end = Clock::now() + seconds(30);
  int found = 0;
  while (found < 2 && Clock::now() < end) {
    found = 0;
    std::error_code ignored;
    for (const auto& entry : fs::recursive_directory_iterator(out, ignored))
      if (entry.path().extension() == ".segment" && read_file(entry.path()).ends_with("ingseg02"))
        ++found;
  }
}

TEST_F(Isolation, TheWorkerGoesWithItsSupervisorAndLeavesNoLock) {
  state_limits("stall: 1h");
  const auto run = workspace_.start(words("run"), rogue("transform:sleep"));
  const std::string worker = worker_of(*run);
  ASSERT_FALSE(worker.empty());
  wait_for_segments(workspace_.out());
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

TEST_F(Isolation, TheWorkerHoldsNoSecretOfOthers) {
  const fs::path config = workspace_.path() / "config";
  fs::create_directories(config / "connections");
  for (const fs::path& folder : {config, config / "connections"})
    fs::permissions(folder, fs::perms::owner_all);
  const auto connect = [&](const std::string& name, const std::string& variable) {
    const fs::path file = config / "connections" / (name + ".yaml");
    write_file(file, "kind: connection\nname: " + name + "\nplugin: specimen\nconfig: {}\n" +
                         "worker: {stall: 1h}\nhttp: {proxy: \"${env:" + variable + "}\"}\n");
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  };
  connect("acme", "OWN_SECRET");
  connect("other", "OTHER_SECRET");
  write_file(workspace_.path() / "key", std::string(64, 'a') + "\n");
  Environment environment = rogue("fetch:sleep");
  environment.emplace_back("OWN_SECRET", "http://own-secret:x@127.0.0.1:1");
  environment.emplace_back("OTHER_SECRET", "other-secret");
  environment.emplace_back("INGEST_MASTER_KEY_FILE", (workspace_.path() / "key").string());
  const auto run = workspace_.start(
      {"run", "acme", "--plugin-dir", INGEST_ROGUE, "--out", workspace_.out().string()},
      environment);
  const std::string worker = worker_of(*run);
  ASSERT_FALSE(worker.empty());
  wait_for_segments(workspace_.out());
  const fs::path proc = fs::path("/proc") / worker;
  EXPECT_THAT(read_file(proc / "cmdline"), Not(HasSubstr("secret")));
  // Shut for all but root, as the kernel's root is understood.
  if (std::ifstream(proc / "environ").is_open()) {
    EXPECT_THAT(read_file(proc / "environ"),
                AllOf(HasSubstr("ROGUE="), Not(HasSubstr("secret")), Not(HasSubstr("MASTER_KEY"))));
    int looked_at = 0;
    for (const auto& entry : fs::directory_iterator(proc / "fd")) {
      std::error_code closed;  // meanwhile, as the worker goes on
      const std::string target = fs::read_symlink(entry.path(), closed).string();
      if (closed) continue;
      ++looked_at;
      EXPECT_THAT(target, AllOf(Not(HasSubstr("secrets")), Not(HasSubstr("/key"))));
    }
    EXPECT_GT(looked_at, 5);
  }
  const std::string limits = read_file(proc / "limits");
  EXPECT_THAT(limits, HasSubstr("Max open files            512                  512"));
  rlimit core{};
  ASSERT_EQ(::getrlimit(RLIMIT_CORE, &core), 0);
  if (core.rlim_max >= 1) {  // what is lower here can't be raised there
    EXPECT_THAT(limits, HasSubstr("Max core file size        1                    1"));
  }
  const std::string status = read_file(proc / "status");
  EXPECT_THAT(status, AllOf(HasSubstr("NoNewPrivs:\t1"), HasSubstr("Seccomp:\t2")));
  run->signal(SIGTERM);
  EXPECT_EQ(run->wait(seconds(20)).status, 143);
}

constexpr uid_t kNobody = 65534;

class Spying : public Isolation, public ::testing::WithParamInterface<bool> {
 protected:
  void SetUp() override {
    if (!as_nobody()) return;
    if (::geteuid() != 0) GTEST_SKIP() << "only root becomes somebody else";
    if (e2e::run(words_of({"--version"})).status != 0)
      GTEST_SKIP() << "the build is out of reach for other users";
  }
  static bool as_nobody() { return GetParam(); }
  static std::vector<std::string> words_of(const std::vector<std::string>& words) {
    std::vector<std::string> all;
    if (as_nobody())
      all = {"/usr/bin/setpriv", "--reuid=65534",    "--regid=65534",
             "--clear-groups",   "--pdeathsig=KILL", "--"};
    all.emplace_back(INGEST_BINARY);
    all.insert(all.end(), words.begin(), words.end());
    return all;
  }
  void connect(const std::string& name) const {
    write_file(workspace_.path() / (name + ".yaml"), "kind: connection\nname: " + name +
                                                         "\nplugin: specimen\nconfig: {}\n"
                                                         "worker: {stall: 1h}\n");
  }
  void give_to_nobody() const {
    ASSERT_EQ(::chown(workspace_.path().c_str(), kNobody, kNobody), 0);
    for (const auto& entry : fs::recursive_directory_iterator(workspace_.path()))
      ASSERT_EQ(::chown(entry.path().c_str(), kNobody, kNobody), 0);
  }
  std::unique_ptr<Process> start(const std::string& name, const std::string& deed,
                                 const std::string& spied) const {
    Environment environment = rogue(deed);
    environment.emplace_back("ROGUE_SPY", spied);
    for (const char* folder : {"config", "state"})
      environment.emplace_back(
          std::string("INGEST_") + (*folder == 'c' ? "CONFIG" : "STATE") + "_DIR",
          (workspace_.path() / folder).string());
    return std::make_unique<Process>(
        words_of({"run", (workspace_.path() / (name + ".yaml")).string(), "--plugin-dir",
                  INGEST_ROGUE, "--out", workspace_.out().string()}),
        environment);
  }
};

// Nor into another connection's, while both run.
TEST_P(Spying, AConnectorLooksIntoNoProcessOfItsUser) {
  connect("other");
  connect("spy");
  if (as_nobody()) give_to_nobody();
  const auto other = start("other", "fetch:sleep", "");
  const std::string worker = worker_of(*other);
  ASSERT_FALSE(worker.empty());
  wait_for_segments(workspace_.out());
  const std::string supervisor = std::to_string(other->pid());
  const ProcessResult spied = start("spy", "fetch:spy", supervisor + " " + worker)->wait();
  EXPECT_EQ(spied.status, 0) << spied.err;
  for (const std::string& whom : {std::string("supervisor"), supervisor, worker})
    for (const char* what : {"environ", "mem", "maps", "fd/0"})
      EXPECT_THAT(spied.err, HasSubstr(what + (" of " + whom) + ": Permission denied"));
  other->signal(SIGTERM);
  EXPECT_EQ(other->wait(seconds(60)).status, 143);
}

INSTANTIATE_TEST_SUITE_P(Each, Spying, ::testing::Values(false, true),
                         [](const auto& one) { return one.param ? "AsNobody" : "AsWhoeverTests"; });

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
