// SIGINT and SIGTERM: whatever a run is waiting for, it ends within two seconds, says what is kept,
// and goes on from there.
#include <gtest/gtest.h>
#include <signal.h>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kDeadline{2000};

struct Ended {
  ProcessResult result;
  milliseconds after{};
};

Ended end_by(Process& process, int signal) {
  const auto sent = Clock::now();
  process.signal(signal);
  Ended ended;
  ended.result = process.wait(seconds(20));
  ended.after = std::chrono::duration_cast<milliseconds>(Clock::now() - sent);
  return ended;
}

class TakesNoLonger : public ::testing::Test {
 protected:
  void expect_stopped(const Ended& ended, int status, const std::string& kept) {
    EXPECT_EQ(ended.result.status, status) << ended.result.err;
    EXPECT_LT(ended.after, kDeadline);
    EXPECT_NE(ended.result.err.find("stopped on request; " + kept), std::string::npos)
        << ended.result.err;
    EXPECT_EQ(ended.result.err.find("stopped on request"),
              ended.result.err.rfind("stopped on request"))
        << "said twice";
    EXPECT_EQ(ended.result.err.find("--resume") != std::string::npos, kept != "nothing is kept");
    EXPECT_FALSE(std::filesystem::exists(workspace_.out() / "acme" / "latest"));
  }
  Workspace workspace_;
};

struct Wait {
  const char* name;
  const char* fault;
  int signal;
};

class Network : public TakesNoLonger, public ::testing::WithParamInterface<Wait> {};

TEST_P(Network, EndsWithinTwoSeconds) {
  Tenant tenant({"--projects", "30", "--rows", "1..20", "--fault", GetParam().fault});
  const auto connection = workspace_.connect(tenant).string();
  const std::vector<std::string> command = {"run", connection, "--out", workspace_.out().string()};
  const auto run = workspace_.start(command);
  while (tenant.faults_fired() == 0) ASSERT_FALSE(run->has_ended()) << run->wait().err;
  const Ended ended = end_by(*run, GetParam().signal);
  const bool keeps = ended.result.err.find("nothing is kept") == std::string::npos;
  expect_stopped(ended, 128 + GetParam().signal, keeps ? "" : "nothing is kept");

  tenant.inject({});
  const ProcessResult again =
      workspace_.ingest({"run", connection, "--out", workspace_.out().string(), "--resume"});
  ASSERT_EQ(again.status, 0) << again.err;
  expect_equal_to_truth(CommittedRun(workspace_.out() / "acme" / "latest"), tenant);
}

INSTANTIATE_TEST_SUITE_P(
    Waits, Network,
    ::testing::Values(
        Wait{"SlowListing", "kind=latency,ms=30000,match=/api/projects", SIGINT},
        Wait{"SlowResults", "kind=latency,ms=30000,match=/api/results,from=20", SIGTERM},
        Wait{"SlowToken", "kind=latency,ms=30000,service=iam", SIGTERM},
        Wait{"RetryPause", "kind=status,code=503,retry-after=30,match=/api/results,from=9", SIGINT},
        Wait{"Handshake", "kind=tls-stall", SIGINT},
        Wait{"StalledBody", "kind=stall,match=/api/results,from=9", SIGINT},
        Wait{"Drip", "kind=drip,bytes=1,ms=1000,match=/api/results,from=9", SIGTERM}),
    [](const auto& wait) { return std::string(wait.param.name); });

class Stubborn : public TakesNoLonger {
 protected:
  Stubborn() {
    connection_ = workspace_.path() / "acme.yaml";
    write_file(connection_, "kind: connection\nname: acme\nplugin: specimen\nconfig: {}\n");
  }
  std::unique_ptr<Process> start(const std::string& mode) {
    auto run = workspace_.start(command(), {{"STUBBORN", mode}});
    EXPECT_TRUE(run->said("ready", seconds(30)));
    while (!has_a_segment() && !run->has_ended()) {
    }
    return run;
  }
  bool has_a_segment() const {
    std::error_code ignored;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(workspace_.out(), ignored))
      if (entry.path().extension() == ".segment") return true;
    return false;
  }
  std::vector<std::string> command() const {
    return {"run",   connection_.string(),     "--plugin-dir", INGEST_STUBBORN,
            "--out", workspace_.out().string()};
  }
  std::filesystem::path connection_;
};

class StubbornModes : public Stubborn, public ::testing::WithParamInterface<const char*> {};

TEST_P(StubbornModes, IsEndedAllTheSame) {
  const auto run = start(GetParam());
  expect_stopped(end_by(*run, SIGINT), 130, "1 of the units is kept");
  std::vector<std::string> again = command();
  again.push_back("--resume");
  const ProcessResult resumed = workspace_.ingest(again);
  EXPECT_EQ(resumed.status, 0) << resumed.err;
  EXPECT_EQ(CommittedRun(workspace_.out() / "acme" / "latest").run.units_kept(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Modes, StubbornModes,
                         ::testing::Values("fetch", "transform", "queue", "page"),
                         [](const auto& mode) { return std::string(mode.param); });

TEST_F(Stubborn, TheSecondSignalEndsItAtOnce) {
  const auto run = start("fetch");
  const auto sent = Clock::now();
  run->signal(SIGTERM);
  run->signal(SIGINT);
  EXPECT_GT(run->wait(seconds(20)).status, 128);
  EXPECT_LT(Clock::now() - sent, milliseconds(1000)) << "it waited for the connector";
}

}  // namespace
}  // namespace ingest::e2e
