// The SCA connector, from a tenant over TLS to protobuf on disk: equal to the tenant's truth.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <map>
#include <set>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

struct Size {
  const char* name;
  std::vector<std::string> flags;
  size_t projects;
};

class ScaRun : public ::testing::TestWithParam<Size> {};

TEST_P(ScaRun, EqualsTheTruth) {
  Tenant tenant(GetParam().flags);
  Workspace workspace;
  const auto connection = workspace.connect(tenant);
  const ProcessResult result =
      workspace.ingest({"run", connection.string(), "--out", workspace.out().string()});
  ASSERT_EQ(result.status, 0) << result.err;
  const CommittedRun run(workspace.out() / "acme" / "latest");
  ASSERT_EQ(tenant.truth().at("projects").as_array().size(), GetParam().projects);
  expect_equal_to_truth(run, tenant);
  EXPECT_EQ(run.run.status(), v1::RUN_STATUS_COMPLETE);
  EXPECT_EQ(run.run.units(), GetParam().projects);
  EXPECT_EQ(run.run.rows().received(), run.run.rows().emitted() + run.run.rows().filtered() +
                                           run.run.rows().duplicate() +
                                           run.run.rows().dead_lettered());
  EXPECT_EQ(run.run.rows().emitted(), run.findings.size());
  uint64_t rows = 0;
  for (const auto& project : tenant.truth().at("projects").as_array())
    if (project.as_object().at("has_scan").as_bool())
      rows += project.as_object().at("rows_total").to_number<uint64_t>();
  EXPECT_EQ(run.run.rows().received(), rows);
  EXPECT_TRUE(run.run.problems().empty());
}

INSTANTIATE_TEST_SUITE_P(
    Sizes, ScaRun,
    ::testing::Values(
        Size{"None", {"--projects", "0"}, 0},
        Size{"One", {"--projects", "1", "--engines-mixed", "--past-end-null"}, 1},
        Size{"TwentyOne", {"--projects", "21", "--rows", "0..60", "--engines-mixed"}, 21},
        Size{"HundredAndOne", {"--projects", "101", "--rows", "0..40", "--engines-mixed"}, 101},
        Size{"Thousand", {"--projects", "1000", "--rows", "0..20", "--engines-mixed"}, 1000},
        Size{"OneProjectAtATime",
             {"--projects", "21", "--projects-cap", "1", "--rows", "0..60"},
             21},
        Size{"BigScan", {"--projects", "3", "--big-scan", "25000", "--engines-mixed", "--gzip"}, 3},
        Size{"Samples", {"--samples", INGEST_SAMPLES}, 5}),
    [](const auto& size) { return std::string(size.param.name); });

TEST(ScaRunTwice, GivesTheSameBytes) {
  Tenant tenant({"--projects", "40", "--rows", "0..80", "--latency-ms", "3"});
  Workspace workspace;
  const auto connection = workspace.connect(tenant);
  std::vector<std::string> digests;
  for (const char* out : {"first", "second"}) {
    const ProcessResult result =
        workspace.ingest({"run", connection.string(), "--out", (workspace.path() / out).string()});
    ASSERT_EQ(result.status, 0) << result.err;
    const auto folder = workspace.path() / out / "acme" / "latest";
    digests.push_back(read_file(folder / "assets.binpb") + read_file(folder / "findings.binpb"));
  }
  EXPECT_EQ(digests[0], digests[1]);
  EXPECT_GT(digests[0].size(), 10000U);
}

TEST(ScaRun, TellsTheSameCveInTwoPackagesApart) {
  Tenant tenant({"--samples", INGEST_SAMPLES});
  Workspace workspace;
  const ProcessResult result = workspace.ingest(
      {"run", workspace.connect(tenant).string(), "--out", workspace.out().string()});
  ASSERT_EQ(result.status, 0) << result.err;
  const CommittedRun run(workspace.out() / "acme" / "latest");
  size_t same = 0;
  for (const v1::Finding& finding : run.findings)
    if (finding.external_finding_id() == "CVE-2099-10001") ++same;
  EXPECT_EQ(same, 2U);
  EXPECT_EQ(run.findings.size(), 6U);
  EXPECT_EQ(run.run.rows().filtered(), 4U);
}

TEST(ScaRun, WorksWithAnOAuthClient) {
  Tenant tenant({"--projects", "7", "--rows", "0..30"});
  Workspace workspace;
  ConnectionOptions options;
  options.client_credentials = true;
  const ProcessResult result = workspace.ingest(
      {"run", workspace.connect(tenant, options).string(), "--out", workspace.out().string()});
  ASSERT_EQ(result.status, 0) << result.err;
  expect_equal_to_truth(CommittedRun(workspace.out() / "acme" / "latest"), tenant);
}

TEST(ScaRun, RenewsAnAccessTokenThatIsRevokedOnTheWay) {
  Tenant tenant({"--projects", "60", "--rows", "0..30", "--revoke-tokens-after", "20"});
  Workspace workspace;
  const ProcessResult result = workspace.ingest(
      {"run", workspace.connect(tenant).string(), "--out", workspace.out().string()});
  ASSERT_EQ(result.status, 0) << result.err;
  expect_equal_to_truth(CommittedRun(workspace.out() / "acme" / "latest"), tenant);
}

TEST(ScaRun, SendsWhatTheServiceExpects) {
  Tenant tenant({"--projects", "30", "--rows", "0..30", "--latency-ms", "20"});
  Workspace workspace;
  const ProcessResult result = workspace.ingest(
      {"run", workspace.connect(tenant).string(), "--out", workspace.out().string()});
  ASSERT_EQ(result.status, 0) << result.err;
  const auto stats = tenant.stats();
  EXPECT_EQ(stats.at("without_user_agent").to_number<int>(), 0);
  EXPECT_EQ(stats.at("without_correlation_id").to_number<int>(), 0);
  EXPECT_LE(stats.at("max_in_flight").to_number<int>(), 6);
  EXPECT_GE(stats.at("max_in_flight").to_number<int>(), 4) << "sibling projects should overlap";
}

// The token, a page for each 100 projects, for each 100 the last Completed and the last Partial
// scans (and whom an answer left out once more), a page of results for each scan, the details of
// the Partial ones: each once.
TEST(ScaRun, AsksNoMoreThanTheApiNeeds) {
  TemporaryFolder folder;
  const std::filesystem::path log = folder.path() / "requests.ndjson";
  Tenant tenant(
      {"--projects", "450", "--rows", "1..20", "--engines-mixed", "--request-log", log.string()});
  Workspace workspace;
  const ProcessResult result = workspace.ingest(
      {"run", workspace.connect(tenant).string(), "--out", workspace.out().string()});
  ASSERT_EQ(result.status, 0) << result.err;
  const CommittedRun run(workspace.out() / "acme" / "latest");
  std::map<std::string, uint64_t> kinds;
  std::set<std::string> seen;
  uint64_t all = 0;
  std::ifstream lines(log);
  for (std::string line; std::getline(lines, line); ++all) {
    const auto target = boost::json::value_to<std::string>(boost::json::parse(line).at("target"));
    EXPECT_TRUE(target.find("last-scan") != std::string::npos || seen.insert(target).second)
        << target << " was asked for twice";
    EXPECT_LT(target.size(), 4096U) << "some proxies take no longer ones";
    const std::string path = target.substr(0, target.find('?'));
    ++kinds[path.rfind("/api/scans/", 0) == 0 ? "/api/scans/" : path];
  }
  EXPECT_EQ(kinds["/api/projects"], 5U);
  EXPECT_GE(kinds["/api/projects/last-scan"], 10U);
  EXPECT_LE(kinds["/api/projects/last-scan"], 20U);
  EXPECT_EQ(kinds["/api/results"], run.run.scans().received());
  EXPECT_LE(kinds["/api/scans/"], run.run.units());
  EXPECT_EQ(run.run.http().requests(), all);
}

struct Scope {
  const char* name;
  const char* yaml;
  bool applications;
  bool repositories;
  bool findings;
};

class ScaScope : public ::testing::TestWithParam<Scope> {};

TEST_P(ScaScope, ChoosesAssetClassesAndFindings) {
  Tenant tenant({"--projects", "25", "--rows", "1..20"});
  Workspace workspace;
  ConnectionOptions options;
  options.extra = std::string("scope:\n") + GetParam().yaml;
  const ProcessResult result = workspace.ingest(
      {"run", workspace.connect(tenant, options).string(), "--out", workspace.out().string()});
  ASSERT_EQ(result.status, 0) << result.err;
  const CommittedRun run(workspace.out() / "acme" / "latest");
  bool applications = false;
  bool repositories = false;
  for (const v1::Asset& asset : run.assets) {
    applications |= asset.asset_class() == v1::ASSET_CLASS_GENERIC_APPLICATION;
    repositories |= asset.asset_class() == v1::ASSET_CLASS_CODE_REPOSITORY;
  }
  EXPECT_EQ(applications, GetParam().applications);
  EXPECT_EQ(repositories, GetParam().repositories);
  EXPECT_EQ(!run.findings.empty(), GetParam().findings);
  for (const v1::Finding& finding : run.findings)
    EXPECT_EQ(finding.asset_class(), GetParam().applications ? v1::ASSET_CLASS_GENERIC_APPLICATION
                                                             : v1::ASSET_CLASS_CODE_REPOSITORY);
}

INSTANTIATE_TEST_SUITE_P(
    Chips, ScaScope,
    ::testing::Values(
        Scope{"ApplicationsOnly", "  asset_classes: [generic-application]\n", true, false, true},
        Scope{"RepositoriesOnly", "  asset_classes: [code-repository]\n", false, true, true},
        Scope{"AssetsOnly", "  findings: []\n", true, true, false}),
    [](const auto& size) { return std::string(size.param.name); });

TEST(ScaScope, RefusesAnUnknownChip) {
  Tenant tenant({"--projects", "1"});
  Workspace workspace;
  ConnectionOptions options;
  options.extra = "scope:\n  asset_classes: [code-repo]\n";
  const ProcessResult result = workspace.ingest(
      {"run", workspace.connect(tenant, options).string(), "--out", workspace.out().string()});
  EXPECT_EQ(result.status, 3) << result.err;
  EXPECT_NE(result.err.find("code-repository"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("generic-application"), std::string::npos) << result.err;
  EXPECT_FALSE(std::filesystem::exists(workspace.out() / "acme" / "latest"));
}

}  // namespace
}  // namespace ingest::e2e
