// The DAST connector, from a tenant over TLS to protobuf on disk: equal to the tenant's truth in
// every position of the switches that stand for what public sources disagree on.
#include <gtest/gtest.h>

#include "dast_truth.hpp"

namespace ingest::e2e {
namespace {

ConnectionOptions dast(const std::string& extra_config = {}) {
  ConnectionOptions options;
  options.plugin = "checkmarx-dast";
  options.extra_config = extra_config;
  return options;
}

struct Switches {
  const char* name;
  std::vector<std::string> flags;
  const char* config;
};

class DastRun : public ::testing::TestWithParam<Switches> {};

TEST_P(DastRun, EqualsTheTruth) {
  Tenant tenant(GetParam().flags);
  Workspace workspace;
  const auto connection = workspace.connect(tenant, dast(GetParam().config));
  const ProcessResult result =
      workspace.ingest({"run", connection.string(), "--out", workspace.out().string()});
  ASSERT_EQ(result.status, 0) << result.err;
  const CommittedRun run(workspace.out() / "acme" / "latest");
  const bool details = std::string(GetParam().config).find("details: true") != std::string::npos;
  expect_equal_to_dast_truth(run, tenant, details);
  const auto& counts = tenant.truth().at("dast").as_object().at("counts").as_object();
  EXPECT_EQ(run.run.units(), counts.at("environments").to_number<uint64_t>());
  EXPECT_EQ(run.findings.size(), counts.at("findings").to_number<uint64_t>());
  EXPECT_EQ(run.run.status(), v1::RUN_STATUS_COMPLETE);
}

INSTANTIATE_TEST_SUITE_P(
    Switches, DastRun,
    ::testing::Values(
        Switches{"None", {"--dast-environments", "0"}, ""},
        Switches{"One", {"--dast-environments", "1"}, ""},
        Switches{"Base0Exclusive",
                 {"--dast-environments", "231", "--dast-from", "base0", "--dast-to", "exclusive"},
                 ""},
        Switches{"Base0Inclusive",
                 {"--dast-environments", "231", "--dast-from", "base0", "--dast-to", "inclusive"},
                 ""},
        Switches{"Base1Exclusive",
                 {"--dast-environments", "231", "--dast-from", "base1", "--dast-to", "exclusive"},
                 ""},
        Switches{"Base1Inclusive",
                 {"--dast-environments", "231", "--dast-from", "base1", "--dast-to", "inclusive"},
                 ""},
        Switches{"CappedWindows",
                 {"--dast-environments", "57", "--dast-window-cap", "10", "--dast-from", "base1"},
                 ""},
        Switches{"BigScan", {"--dast-environments", "3", "--dast-big-scan", "30000", "--gzip"}, ""},
        Switches{"DetailsFlat",
                 {"--dast-environments", "6", "--dast-info", "flat"},
                 "  details: true\n"},
        Switches{"DetailsWrapped",
                 {"--dast-environments", "6", "--dast-info", "wrapped"},
                 "  details: true\n"},
        Switches{"Samples", {"--samples", INGEST_SAMPLES}, ""}),
    [](const auto& switches) { return std::string(switches.param.name); });

TEST(DastRun, ResultsThatAreSaidToBeThereAndAreNotFailTheirEnvironment) {
  Tenant tenant({"--dast-environments", "9", "--dast-lost-results"});
  Workspace workspace;
  const ProcessResult result = workspace.ingest(
      {"run", workspace.connect(tenant, dast()).string(), "--out", workspace.out().string()});
  EXPECT_EQ(result.status, 6) << result.err;
  const CommittedRun run(workspace.out() / "acme" / "latest");
  EXPECT_EQ(run.run.units_failed(), 1U);
  EXPECT_EQ(run.run.rows().emitted(), tenant.truth().at("dast").at("findings").as_array().size())
      << "those of the others";
}

TEST(DastSecrets, ThePlantedOneAppearsNowhere) {
  for (const char* config : {"", "  details: true\n", "  details: true\n  evidence: true\n"}) {
    Tenant tenant({"--dast-environments", "6", "--canary", "PLANTED-PASSWORD-9d1f"});
    Workspace workspace;
    const auto connection = workspace.connect(tenant, dast(config));
    const ProcessResult result = workspace.ingest(
        {"run", connection.string(), "--out", workspace.out().string(), "--log-level", "debug"});
    ASSERT_EQ(result.status, 0) << result.err;
    std::string everything = result.out + result.err;
    for (const auto& file : std::filesystem::recursive_directory_iterator(workspace.path()))
      if (file.is_regular_file()) everything += read_file(file.path());
    EXPECT_EQ(everything.find("PLANTED-PASSWORD"), std::string::npos) << config;
    const CommittedRun run(workspace.out() / "acme" / "latest");
    bool evidence = false;
    for (const v1::Finding& finding : run.findings) evidence |= finding.has_evidence();
    EXPECT_EQ(evidence, std::string(config).find("evidence: true") != std::string::npos);
  }
}

TEST(DastScope, AFilterIsRefusedInTheProductPagesWords) {
  Tenant tenant({"--dast-environments", "1"});
  Workspace workspace;
  ConnectionOptions options = dast();
  options.extra = "scope:\n  findings: [vulnerability]\n";
  const ProcessResult result = workspace.ingest(
      {"run", workspace.connect(tenant, options).string(), "--out", workspace.out().string()});
  EXPECT_EQ(result.status, 3) << result.err;
  EXPECT_NE(result.err.find("Custom filter queries are not currently supported for the "
                            "CheckmarxOne DAST connector"),
            std::string::npos)
      << result.err;
}

struct Refused {
  const char* name;
  std::vector<std::string> flags;
  const char* says;
};

class DastRefusal : public ::testing::TestWithParam<Refused> {};

TEST_P(DastRefusal, SayWhyTheServiceMayNotBeUsed) {
  Tenant tenant(GetParam().flags);
  Workspace workspace;
  const auto connection = workspace.connect(tenant, dast());
  const ProcessResult test = workspace.ingest({"test", connection.string()});
  EXPECT_EQ(test.status, 4) << test.out << test.err;
  EXPECT_NE(test.out.find(GetParam().says), std::string::npos) << test.out;
  const ProcessResult run =
      workspace.ingest({"run", connection.string(), "--out", workspace.out().string()});
  EXPECT_NE(run.status, 0) << run.err;
  EXPECT_FALSE(std::filesystem::exists(workspace.out() / "acme" / "latest"));
}

INSTANTIATE_TEST_SUITE_P(
    Each, DastRefusal,
    ::testing::Values(
        Refused{"NoLicence", {"--no-dast-enabled"}, "DAST is not licensed for this tenant"},
        Refused{"NoRole", {"--roles", "view-projects"}, "dast-view-environments"}),
    [](const auto& refused) { return std::string(refused.param.name); });

TEST(DastChecks, AllPassOnAHealthyTenant) {
  for (const char* environments : {"5", "0"}) {
    Tenant tenant({"--dast-environments", environments});
    Workspace workspace;
    const ProcessResult result =
        workspace.ingest({"test", workspace.connect(tenant, dast()).string()});
    EXPECT_EQ(result.status, 0) << result.out << result.err;
  }
}

TEST(DastChecks, TellThatTheServiceIsNotThere) {
  Tenant tenant({"--dast-absent"});
  Workspace workspace;
  const ProcessResult result =
      workspace.ingest({"test", workspace.connect(tenant, dast()).string()});
  EXPECT_NE(result.status, 0) << result.out;
  EXPECT_NE(result.out.find("not available"), std::string::npos) << result.out;
}

TEST(BothConnectors, ShareAnOutputFolder) {
  Tenant tenant({"--projects", "9", "--engines-mixed", "--dast-environments", "7"});
  Workspace workspace;
  const auto sca = workspace.connect(tenant, {}, "acme-sca");
  const auto web = workspace.connect(tenant, dast(), "acme-dast");
  for (const auto& connection : {sca, web}) {
    const ProcessResult result =
        workspace.ingest({"run", connection.string(), "--out", workspace.out().string()});
    ASSERT_EQ(result.status, 0) << result.err;
  }
  expect_equal_to_truth(CommittedRun(workspace.out() / "acme-sca" / "latest"), tenant);
  expect_equal_to_dast_truth(CommittedRun(workspace.out() / "acme-dast" / "latest"), tenant, false);
}

}  // namespace
}  // namespace ingest::e2e
