// Runs of the real program that are killed at any moment, and gone on with: the same bytes as if
// nothing had happened, for both connectors.
#include <gtest/gtest.h>
#include <signal.h>

#include <random>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;

std::string records_of(const fs::path& run) {
  return read_file(run / "assets.binpb") + "\n--\n" + read_file(run / "findings.binpb");
}

struct Case {
  std::string plugin;
  unsigned seed = 0;
};

class Resume : public ::testing::TestWithParam<Case> {
 protected:
  Resume()
      : tenant_({"--projects", "30", "--rows", "1..20", "--dast-environments", "24", "--latency-ms",
                 "5"}) {
    ConnectionOptions options;
    options.plugin = GetParam().plugin;
    connection_ = workspace_.connect(tenant_, options).string();
  }
  std::vector<std::string> command(const fs::path& out, bool resume) const {
    std::vector<std::string> all = {"run", connection_, "--out", out.string()};
    if (resume) all.push_back("--resume");
    return all;
  }

  Tenant tenant_;
  Workspace workspace_;
  std::string connection_;
};

TEST_P(Resume, EndsWithTheBytesOfAnUndisturbedRun) {
  const fs::path undisturbed = workspace_.path() / "undisturbed";
  std::uint64_t before = tenant_.requests();
  ASSERT_EQ(workspace_.ingest(command(undisturbed, false)).status, 0);
  const std::uint64_t all = tenant_.requests() - before;
  const std::string expected = records_of(undisturbed / "acme" / "latest");
  const std::uint64_t units = CommittedRun(undisturbed / "acme" / "latest").run.units();

  std::mt19937 random(GetParam().seed);
  const fs::path folder = workspace_.out() / "acme";
  for (int kills = 0; kills < 2; ++kills) {
    const std::uint64_t point = 1 + random() % all;
    before = tenant_.requests();
    const auto run = workspace_.start(command(workspace_.out(), kills > 0));
    while (tenant_.requests() - before < point && !run->has_ended()) {
    }
    run->signal(SIGKILL);
    run->wait();
    if (fs::exists(folder / "latest")) {
      EXPECT_TRUE(records_of(folder / "latest") == expected) << "half a run";
    }
  }
  // The dead process holds no lock.
  const ProcessResult done = workspace_.ingest(command(workspace_.out(), true));
  ASSERT_EQ(done.status, 0) << done.err;
  EXPECT_TRUE(records_of(folder / "latest") == expected) << done.err;
  EXPECT_EQ(CommittedRun(folder / "latest").run.units(), units);
  EXPECT_FALSE(fs::exists(folder / ".partial"));
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (unsigned seed = 0; seed < 6; ++seed)
    for (const char* plugin : {"checkmarx-sca", "checkmarx-dast"}) all.push_back({plugin, seed});
  return all;
}

std::string name_of(const ::testing::TestParamInfo<Case>& each) {
  return (each.param.plugin == "checkmarx-sca" ? "Sca" : "Dast") + std::to_string(each.param.seed);
}

INSTANTIATE_TEST_SUITE_P(Points, Resume, ::testing::ValuesIn(cases()), name_of);

class ResumeOnce : public Resume {};
INSTANTIATE_TEST_SUITE_P(Both, ResumeOnce,
                         ::testing::Values(Case{"checkmarx-sca"}, Case{"checkmarx-dast"}), name_of);

// The credentials end in the middle of a run; new ones go on.
TEST_P(ResumeOnce, GoesOnWithNewCredentials) {
  const fs::path undisturbed = workspace_.path() / "undisturbed";
  ASSERT_EQ(workspace_.ingest(command(undisturbed, false)).status, 0);
  const bool sca = GetParam().plugin == "checkmarx-sca";
  const std::string match = sca ? "match=/api/results" : "match=/results";
  tenant_.inject(
      {"kind=revoke,times=1,from=9," + match, "kind=status,code=401,service=iam,from=2"});
  const ProcessResult failed = workspace_.ingest(command(workspace_.out(), false));
  ASSERT_EQ(failed.status, 4) << failed.err;
  EXPECT_NE(failed.err.find("are kept"), std::string::npos) << failed.err;
  EXPECT_NE(failed.err.find("--resume"), std::string::npos) << failed.err;
  EXPECT_FALSE(fs::exists(workspace_.out() / "acme" / "latest"));

  tenant_.inject({});
  const ProcessResult done = workspace_.ingest(command(workspace_.out(), true));
  ASSERT_EQ(done.status, 0) << done.err;
  EXPECT_NE(done.err.find("going on with the interrupted run of 20"), std::string::npos)
      << done.err;
  const CommittedRun run(workspace_.out() / "acme" / "latest");
  EXPECT_GT(run.run.units_kept(), 0U);
  EXPECT_TRUE(records_of(run.folder) == records_of(undisturbed / "acme" / "latest"));
}

// What differs is told, and a run from the start clears up.
TEST_P(ResumeOnce, RefusesAnotherConfiguration) {
  const bool sca = GetParam().plugin == "checkmarx-sca";
  tenant_.inject(
      {std::string("kind=latency,ms=30000,from=9,match=") + (sca ? "/api/results" : "/results")});
  const auto run = workspace_.start(command(workspace_.out(), false));
  while (tenant_.faults_fired() == 0) ASSERT_FALSE(run->has_ended());
  run->signal(SIGTERM);
  ASSERT_EQ(run->wait().status, 143);
  tenant_.inject({});
  ConnectionOptions options;
  options.plugin = GetParam().plugin;
  options.extra_config = sca ? "  main_branch_only: true\n" : "  details: true\n";
  const std::string as_it_was = read_file(connection_);
  workspace_.connect(tenant_, options);
  const ProcessResult refused = workspace_.ingest(command(workspace_.out(), true));
  EXPECT_EQ(refused.status, 3) << refused.err;
  EXPECT_NE(refused.err.find("configuration or scope"), std::string::npos) << refused.err;
  write_file(connection_, as_it_was);
  const ProcessResult clean = workspace_.ingest(command(workspace_.out(), false));
  EXPECT_EQ(clean.status, 0) << clean.err;
  EXPECT_NE(clean.err.find("an interrupted run of 20"), std::string::npos) << clean.err;
  EXPECT_FALSE(fs::exists(workspace_.out() / "acme" / ".partial"));
}

}  // namespace
}  // namespace ingest::e2e
