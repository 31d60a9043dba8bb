// What a connector's process can see: of its own connection what it needs, of all other processes
// and connections nothing.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include "rogue_run.hpp"
#include "workers.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

using Privacy = RogueRun;

TEST_F(Privacy, TheWorkerHoldsNoSecretOfOthers) {
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
  ASSERT_TRUE(two_units_written(workspace_.out()));
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

class Spying : public RogueRun, public ::testing::WithParamInterface<bool> {
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
  ASSERT_TRUE(two_units_written(workspace_.out()));
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

}  // namespace
}  // namespace ingest::e2e
