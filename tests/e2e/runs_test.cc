// The history of runs, whatever became of them, and what one run brought against the one before.
#include <gmock/gmock.h>
#include <google/protobuf/util/delimited_message_util.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class History : public ::testing::Test {
 protected:
  ProcessResult run(const std::string& connection, std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"run", connection, "--out", workspace_.out().string()};
    words.insert(words.end(), more.begin(), more.end());
    return workspace_.ingest(words);
  }
  boost::json::object json(std::vector<std::string> words) {
    words.insert(words.begin(), "runs");
    words.insert(words.end(), {"--format", "json"});
    const ProcessResult result = workspace_.ingest(words);
    EXPECT_EQ(result.status, 0) << result.err;
    if (result.status != 0) return {};
    return boost::json::parse(result.out).as_object();
  }
  boost::json::array list() { return json({"list", "--limit", "1000"}).at("runs").as_array(); }
  static std::string text(const boost::json::value& run, const char* key) {
    return boost::json::value_to<std::string>(run.at(key));
  }
  fs::path state() const { return workspace_.path() / "state"; }
  // A run that waits for an answer which never comes.
  std::unique_ptr<Process> hanging(Tenant& tenant, const std::string& connection) {
    tenant.inject({"kind=stall,match=/api/projects"});
    auto process = workspace_.start({"run", connection, "--out", workspace_.out().string()});
    while (tenant.faults_fired() == 0)
      if (process->has_ended()) {
        ADD_FAILURE() << process->wait().err;
        break;
      }
    return process;
  }

  Workspace workspace_;
};

TEST_F(History, HoldsEachRunWithWhatBecameOfIt) {
  Tenant tenant({"--projects", "4", "--rows", "3..9"});
  const std::string connection = workspace_.connect(tenant).string();
  ASSERT_EQ(run(connection).status, 0);
  tenant.inject({"kind=status,code=401,service=iam"});
  const ProcessResult failed = run(connection, {"--trigger", "schedule"});
  EXPECT_EQ(failed.status, 4);
  tenant.inject({"kind=empty-list,match=/api/projects"});
  EXPECT_EQ(run(connection).status, 7);

  const boost::json::array runs = list();
  ASSERT_EQ(runs.size(), 3U);
  EXPECT_EQ(text(runs[2], "result"), "complete");
  EXPECT_EQ(text(runs[2], "trigger"), "manual");
  EXPECT_EQ(runs[2].at("exit_status").as_int64(), 0);
  const CommittedRun first(text(runs[2], "output"));
  EXPECT_EQ(runs[2].at("findings").to_number<std::size_t>(), first.findings.size());
  EXPECT_EQ(text(runs[2], "run_id"), first.run.run_id());
  EXPECT_EQ(runs[2].at("requests").to_number<std::uint64_t>(), first.run.http().requests());
  EXPECT_EQ(text(runs[2], "map"), "checkmarx-sca-default");

  EXPECT_EQ(text(runs[1], "result"), "failed");
  EXPECT_EQ(text(runs[1], "trigger"), "schedule");
  EXPECT_EQ(runs[1].at("exit_status").as_int64(), 4);
  EXPECT_GT(text(runs[1], "why").size(), 20U);
  EXPECT_THAT(failed.err, HasSubstr(text(runs[1], "why")));
  EXPECT_TRUE(runs[1].at("findings").is_null());
  EXPECT_GT(runs[1].at("requests").to_number<std::uint64_t>(), 0U);
  EXPECT_EQ(text(runs[1], "connector"), "checkmarx-sca");

  EXPECT_EQ(text(runs[0], "result"), "incomplete");
  EXPECT_THAT(text(runs[0], "why"), HasSubstr("the source lists no projects"));

  const ProcessResult table = workspace_.ingest({"runs", "list", "acme", "--limit", "2"});
  EXPECT_THAT(table.out,
              AllOf(HasSubstr("incomplete"), HasSubstr("failed"), Not(HasSubstr(" complete "))));
  EXPECT_THAT(workspace_.ingest({"runs", "list", "acne"}).err, HasSubstr("did you mean 'acme'"));
}

TEST_F(History, HoldsRunsThatFailBeforeTheirFirstRequest) {
  Tenant tenant({"--projects", "2"});
  ConnectionOptions options;
  options.plugin = "checkmarx-nothing";
  const std::string connection = workspace_.connect(tenant, options).string();
  EXPECT_EQ(run(connection).status, 3);
  ASSERT_EQ(list().size(), 1U);
  EXPECT_THAT(text(list()[0], "why"), HasSubstr("checkmarx-nothing"));
  EXPECT_THAT(workspace_.ingest({"runs", "show", "acme"}).out,
              HasSubstr("not compared: this run delivered nothing"));
}

TEST_F(History, HoldsInterruptedAndKilledRuns) {
  Tenant tenant({"--projects", "4", "--rows", "3..9"});
  const std::string connection = workspace_.connect(tenant).string();
  const auto stopped = hanging(tenant, connection);
  stopped->signal(SIGTERM);
  EXPECT_EQ(stopped->wait(seconds(30)).status, 143);
  ASSERT_EQ(list().size(), 1U);
  EXPECT_EQ(text(list()[0], "result"), "interrupted");
  EXPECT_EQ(list()[0].at("exit_status").as_int64(), 143);

  const auto killed = hanging(tenant, connection);
  EXPECT_EQ(text(list()[0], "result"), "running");
  killed->signal(SIGKILL);
  killed->wait(seconds(30));
  const boost::json::array runs = list();
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(text(runs[0], "result"), "killed");
  EXPECT_TRUE(runs[0].at("exit_status").is_null());
  EXPECT_EQ(text(runs[1], "result"), "interrupted");
  tenant.inject({});
  EXPECT_EQ(run(connection).status, 0) << "what a killed run leaves holds nobody up";
}

// At any moment: each run is there once, nothing is under way, and a commit is never forgotten.
TEST_F(History, KillsAtAnyMomentLoseNoRunAndDoubleNone) {
  Tenant tenant({"--projects", "4", "--rows", "3..9"});
  const std::string connection = workspace_.connect(tenant).string();
  constexpr std::size_t kKills = 25;
  for (std::size_t i = 0; i < kKills; ++i) {
    const auto process = workspace_.start({"run", connection, "--out", workspace_.out().string()});
    ::usleep(static_cast<useconds_t>(i * 20'000));  // the moment, not a wait for something
    process->signal(SIGKILL);
    process->wait(seconds(30));
  }
  std::set<std::string> committed;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(workspace_.out() / "acme", none))
    if (fs::exists(entry.path() / "run.json") && !fs::is_symlink(entry.path()))
      committed.insert(entry.path().filename().string());
  std::set<std::string> complete;
  std::set<std::string> ids;
  for (const auto& run : list()) {
    EXPECT_TRUE(ids.insert(text(run, "run_id")).second) << "twice";
    EXPECT_NE(text(run, "result"), "running");
    if (text(run, "result") == "complete") complete.insert(text(run, "run_id"));
  }
  EXPECT_EQ(complete, committed);
  EXPECT_EQ(run(connection).status, 0);
}

TEST_F(History, AReplayIsOneOfItsOwn) {
  Tenant tenant({"--projects", "3", "--rows", "3..9"});
  const std::string connection = workspace_.connect(tenant).string();
  const fs::path recording = workspace_.path() / "rec";
  ASSERT_EQ(run(connection, {"--record", recording.string()}).status, 0);
  const ProcessResult replayed = workspace_.ingest(
      {"replay", recording.string(), connection, "--out", (workspace_.path() / "again").string()});
  ASSERT_EQ(replayed.status, 0) << replayed.err;
  const boost::json::array runs = list();
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(text(runs[0], "trigger"), "replay");
  EXPECT_EQ(runs[0].at("requests").to_number<int>(), 0);
  const boost::json::object shown = json({"show", "acme"});
  EXPECT_EQ(text(shown.at("comparison"), "with"), text(runs[1], "run_id"));
  EXPECT_EQ(shown.at("comparison").at("same"), runs[1].at("findings"));
}

TEST_F(History, ASecondRunOfAConnectionIsRefusedWhereverItWrites) {
  Tenant tenant({"--projects", "4", "--rows", "3..9"});
  const std::string connection = workspace_.connect(tenant).string();
  const auto first = hanging(tenant, connection);
  const ProcessResult second =
      workspace_.ingest({"run", connection, "--out", (workspace_.path() / "elsewhere").string()});
  EXPECT_EQ(second.status, 8) << second.err;
  EXPECT_THAT(second.err, AllOf(HasSubstr("connection acme is under way"),
                                HasSubstr("process " + std::to_string(first->pid()))));
  EXPECT_EQ(list().size(), 1U) << "what did not begin is no run";
  first->signal(SIGTERM);
  first->wait(seconds(30));
}

TEST_F(History, AStateDirectoryThatCannotBeUsedStopsARunBeforeItAsksAnything) {
  Tenant tenant({"--projects", "4", "--rows", "3..9"});
  const std::string connection = workspace_.connect(tenant).string();
  const std::uint64_t before = tenant.requests();
  const auto refused = [&](const fs::path& dir, const char* why) {
    const ProcessResult result = run(connection, {"--state-dir", dir.string()});
    EXPECT_EQ(result.status, 3) << result.err;
    EXPECT_THAT(result.err, AllOf(HasSubstr(why), HasSubstr(dir.string())));
  };
  write_file(workspace_.path() / "file", "x");
  refused(workspace_.path() / "file", "it is no folder");
  refused(workspace_.path() / "file" / "below", "Not a directory");
  fs::create_directory(workspace_.path() / "open");
  ::chmod((workspace_.path() / "open").c_str(), 0777);
  refused(workspace_.path() / "open", "everybody may write to it");
  fs::create_directory_symlink(workspace_.path() / "config", workspace_.path() / "link");
  refused(workspace_.path() / "link", "symbolic link");
  if (::geteuid() != 0) {  // nothing is read-only to root
    fs::create_directory(workspace_.path() / "closed");
    ::chmod((workspace_.path() / "closed").c_str(), 0500);
    refused(workspace_.path() / "closed", "Permission denied");
  }
  EXPECT_EQ(tenant.requests(), before);
  EXPECT_FALSE(fs::exists(workspace_.out()));
}

// Mounted read-only, so that root meets it as well; where not even a user namespace may mount
// something, the cases above have to do.
TEST_F(History, AReadOnlyStateDirectoryIsTold) {
  Tenant tenant({"--projects", "2"});
  const std::string connection = workspace_.connect(tenant).string();
  fs::create_directory(state());
  const auto quoted = [](const fs::path& path) { return "'" + path.string() + "'"; };
  std::vector<std::string> command = {"/usr/bin/unshare", "--mount"};
  if (::geteuid() != 0) command.push_back("--map-root-user");
  command.insert(command.end(),
                 {"/bin/bash", "-c",
                  "mount -t tmpfs -o ro,mode=700 tmpfs " + quoted(state()) + " || exit 77; " +
                      quoted(INGEST_BINARY) + " run " + quoted(connection) + " --state-dir " +
                      quoted(state()) + " --config-dir " + quoted(workspace_.path() / "config") +
                      " --out " + quoted(workspace_.out())});
  const ProcessResult result = e2e::run(command);
  if (result.status == 77 || result.err.starts_with("unshare:")) GTEST_SKIP() << result.err;
  EXPECT_EQ(result.status, 3) << result.err;
  EXPECT_THAT(result.err, AllOf(HasSubstr("Read-only file system"), HasSubstr(state().string()),
                                HasSubstr("--state-dir"), Not(HasSubstr("--out"))));
  EXPECT_FALSE(fs::exists(workspace_.out()));
}

TEST_F(History, FoldersThatOthersMayWriteToAreRefused) {
  Tenant tenant({"--projects", "2"});
  ConnectionOptions options;
  options.extra = "map: mine\n";
  const fs::path maps = workspace_.path() / "config" / "maps";
  const std::string connection = workspace_.connect(tenant, options).string();
  ASSERT_EQ(workspace_.ingest({"maps", "clone", "checkmarx-sca-default", "mine"}).status, 0);
  ASSERT_EQ(run(connection).status, 0);
  for (const fs::path& path : {maps / "mine.yaml", maps, maps.parent_path()}) {
    struct stat facts {};
    ASSERT_EQ(::stat(path.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0077U, 0U) << path;
    ::chmod(path.c_str(), facts.st_mode | 0002U);
    const ProcessResult result = run(connection);
    EXPECT_EQ(result.status, 3) << path;
    EXPECT_THAT(result.err, AllOf(HasSubstr(path.string() + " is not used"),
                                  HasSubstr("everybody may write to it")));
    ::chmod(path.c_str(), facts.st_mode & 07775U);
  }
  EXPECT_EQ(run(connection).status, 0);
}

struct Expected {
  std::uint64_t fresh = 0;
  std::uint64_t gone = 0;
  std::uint64_t changed = 0;
  std::uint64_t same = 0;
};

Expected difference(const CommittedRun& earlier, const CommittedRun& later) {
  std::map<std::string, std::string> then;
  for (const auto& finding : earlier.findings) then[finding.id()] = finding.fingerprint();
  Expected all;
  for (const auto& finding : later.findings) {
    const auto known = then.find(finding.id());
    if (known == then.end()) {
      ++all.fresh;
    } else {
      ++(known->second == finding.fingerprint() ? all.same : all.changed);
      then.erase(known);
    }
  }
  all.gone = then.size();
  return all;
}

// What another run would have found: two findings read otherwise, one not at all.
void alter(const fs::path& folder) {
  const CommittedRun run(folder);
  std::ofstream out(folder / "findings.binpb", std::ios::binary | std::ios::trunc);
  for (std::size_t i = 0; i < run.findings.size(); ++i) {
    ingest::v1::Finding finding = run.findings[i];
    if (i < 2) finding.set_fingerprint("another");
    if (i != 2) google::protobuf::util::SerializeDelimitedToOstream(finding, &out);
  }
}

TEST_F(History, ShowsWhatIsNewGoneAndChanged) {
  Tenant before({"--projects", "6", "--rows", "3..9", "--seed", "1"});
  ASSERT_EQ(run(workspace_.connect(before).string()).status, 0);
  EXPECT_THAT(workspace_.ingest({"runs", "show", "acme"}).out,
              HasSubstr("no earlier run's output is there to compare with"));
  ASSERT_EQ(run(workspace_.connect(before).string()).status, 0);
  alter(text(list()[1], "output"));
  const auto expect_told = [this](const Expected& at_least) {
    const boost::json::array runs = list();
    const Expected expected =
        difference(CommittedRun(text(runs[1], "output")), CommittedRun(text(runs[0], "output")));
    EXPECT_GE(expected.fresh, at_least.fresh);
    EXPECT_GE(expected.gone, at_least.gone);
    EXPECT_GE(expected.changed, at_least.changed);
    EXPECT_GE(expected.same, at_least.same);
    const boost::json::value found = json({"show", "acme"}).at("comparison");
    EXPECT_EQ(text(found, "with"), text(runs[1], "run_id"));
    EXPECT_EQ(found.at("new").at("count").to_number<std::uint64_t>(), expected.fresh);
    EXPECT_EQ(found.at("gone").at("count").to_number<std::uint64_t>(), expected.gone);
    EXPECT_EQ(found.at("changed").at("count").to_number<std::uint64_t>(), expected.changed);
    EXPECT_EQ(found.at("same").to_number<std::uint64_t>(), expected.same);
    EXPECT_EQ(found.at("warnings").as_array().size(), 0U);
  };
  expect_told({.fresh = 1, .changed = 2, .same = 1});
  EXPECT_THAT(workspace_.ingest({"runs", "show", "acme"}).out, HasSubstr("changed    2 ("));
  Tenant after({"--projects", "8", "--rows", "3..9", "--seed", "2"});
  ASSERT_EQ(run(workspace_.connect(after).string()).status, 0);
  expect_told({.fresh = 10, .gone = 10});
  const boost::json::array runs = list();

  // What a partial run lacks is not gone.
  after.inject({"kind=status,code=403,times=1,match=/api/results"});
  ASSERT_EQ(run(workspace_.connect(after).string()).status, 6);
  EXPECT_THAT(workspace_.ingest({"runs", "show", "acme"}).out,
              AllOf(HasSubstr("this run is partial"), HasSubstr("nothing should be closed")));
  after.inject({});
  ASSERT_EQ(run(workspace_.connect(after).string(), {"--limit", "2"}).status, 0);
  EXPECT_THAT(workspace_.ingest({"runs", "show", "acme"}).out,
              AllOf(HasSubstr("this run was limited to 2 projects"),
                    HasSubstr("the earlier run is partial")));

  // Of a run whose output went away, the counts are still there.
  fs::remove_all(text(runs[0], "output"));
  const ProcessResult gone = workspace_.ingest({"runs", "show", "acme", text(runs[0], "run_id")});
  EXPECT_EQ(gone.status, 0) << gone.err;
  EXPECT_THAT(gone.out, AllOf(HasSubstr("this run's output is no longer in"),
                              HasSubstr("complete, exit status 0"), HasSubstr("+ filtered")));
}

TEST_F(History, PruningKeepsWhatIsNeeded) {
  Tenant tenant({"--projects", "2", "--rows", "1..3"});
  const std::string connection = workspace_.connect(tenant).string();
  for (int i = 0; i < 3; ++i) ASSERT_EQ(run(connection).status, 0);
  const boost::json::array runs = list();
  const ProcessResult dry =
      workspace_.ingest({"runs", "prune", "--keep", "0", "--output", "--dry-run"});
  EXPECT_EQ(dry.status, 0) << dry.err;
  EXPECT_THAT(dry.out, AllOf(HasSubstr(text(runs[1], "run_id")), HasSubstr(text(runs[2], "run_id")),
                             Not(HasSubstr(text(runs[0], "run_id")))));
  EXPECT_EQ(list().size(), 3U);
  EXPECT_EQ(workspace_.ingest({"runs", "prune", "acme", "--keep", "2"}).status, 0);
  EXPECT_EQ(list().size(), 2U);
  EXPECT_TRUE(fs::exists(text(runs[2], "output"))) << "--output was not given";
  EXPECT_EQ(workspace_.ingest({"runs", "prune", "--keep", "0", "--output"}).status, 0);
  ASSERT_EQ(list().size(), 1U);
  EXPECT_TRUE(fs::exists(text(runs[0], "output")));
  EXPECT_FALSE(fs::exists(text(runs[1], "output")));
  EXPECT_TRUE(fs::exists(workspace_.out() / "acme" / "latest" / "run.json"));
  for (const auto& entry : fs::directory_iterator(workspace_.out() / "acme"))
    EXPECT_FALSE(entry.path().filename().string().starts_with(".pruned")) << entry.path();
  EXPECT_EQ(workspace_.ingest({"runs", "prune", "--older-than", "90d"}).status, 0);
  EXPECT_EQ(list().size(), 1U);
  EXPECT_EQ(workspace_.ingest({"runs", "prune"}).status, 2);
  EXPECT_EQ(workspace_.ingest({"runs", "prune", "--older-than", "soon"}).status, 2);
}

}  // namespace
}  // namespace ingest::e2e
