// "ingest test": the five checks, each failure in the words of the product page, and its exit
// status.
#include <gtest/gtest.h>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

const char* const kTitles[] = {"Network Reachability", "TLS Handshake",
                               "Authentication Credential Check", "Authorization Scope Check",
                               "Data Fetch"};

struct Checks {
  std::vector<std::string> outcomes;
  std::vector<boost::json::object> rows;
  ProcessResult result;
};

Checks checks_of(Workspace& workspace, const std::filesystem::path& connection) {
  Checks checks;
  checks.result = workspace.ingest({"test", connection.string(), "--format", "json"});
  boost::json::error_code error;
  const boost::json::value parsed = boost::json::parse(checks.result.out, error);
  EXPECT_FALSE(error) << checks.result.out << checks.result.err;
  if (error) return checks;
  const auto& rows = parsed.as_object().at("checks").as_array();
  EXPECT_EQ(rows.size(), 5U);
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto& row = rows[i].as_object();
    EXPECT_EQ(boost::json::value_to<std::string>(row.at("title")), kTitles[i]);
    checks.outcomes.push_back(boost::json::value_to<std::string>(row.at("outcome")));
    checks.rows.push_back(row);
  }
  return checks;
}

std::string all_text(const boost::json::object& row) { return boost::json::serialize(row); }

using Outcomes = std::vector<std::string>;

TEST(Checks, AllPassOnAHealthyTenant) {
  Tenant tenant({"--projects", "5", "--rows", "3..9"});
  Workspace workspace;
  const Checks checks = checks_of(workspace, workspace.connect(tenant));
  EXPECT_EQ(checks.result.status, 0) << checks.result.err;
  EXPECT_EQ(checks.outcomes, (Outcomes{"passed", "passed", "passed", "passed", "passed"}));
  const std::string network = all_text(checks.rows.at(0));
  EXPECT_NE(network.find(tenant.fact("api_url").substr(8)), std::string::npos) << network;
  EXPECT_NE(network.find(tenant.fact("iam_url").substr(8)), std::string::npos)
      << "both hosts must be tried: " << network;
}

TEST(Checks, AnEmptyTenantPassesWithANote) {
  Tenant tenant({"--projects", "0"});
  Workspace workspace;
  const Checks checks = checks_of(workspace, workspace.connect(tenant));
  EXPECT_EQ(checks.result.status, 0) << checks.result.err << checks.result.out;
}

struct Failing {
  const char* name;
  std::vector<std::string> tenant_flags;
  void (*change)(ConnectionOptions&);
  size_t failed;     // index of the check that fails
  int status;        // of the process
  const char* says;  // in the failed check
};

class FailingCheck : public ::testing::TestWithParam<Failing> {};

TEST_P(FailingCheck, StopsThereAndSaysWhatToDo) {
  const Failing& wanted = GetParam();
  Tenant tenant(wanted.tenant_flags);
  Workspace workspace;
  ConnectionOptions options;
  wanted.change(options);
  const Checks checks = checks_of(workspace, workspace.connect(tenant, options));
  EXPECT_EQ(checks.result.status, wanted.status) << checks.result.err << checks.result.out;
  ASSERT_EQ(checks.outcomes.size(), 5U);
  for (size_t i = 0; i < 5; ++i) {
    if (i < wanted.failed) {
      EXPECT_TRUE(checks.outcomes[i] == "passed" || checks.outcomes[i] == "warning") << i;
    } else if (i == wanted.failed) {
      EXPECT_EQ(checks.outcomes[i], "failed") << i;
      EXPECT_FALSE(checks.rows[i].at("hint").as_string().empty());
      EXPECT_NE(all_text(checks.rows[i]).find(wanted.says), std::string::npos)
          << all_text(checks.rows[i]);
    } else {
      EXPECT_EQ(checks.outcomes[i], "not-run") << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Each, FailingCheck,
    ::testing::Values(
        Failing{"UnknownHost",
                {},
                [](ConnectionOptions& o) { o.region = "https://nowhere.invalid"; },
                0,
                5,
                "region"},
        Failing{"Refused",
                {},
                [](ConnectionOptions& o) { o.region = "https://127.0.0.1:1"; },
                0,
                5,
                "refused"},
        Failing{"UntrustedCertificate",
                {},
                [](ConnectionOptions& o) { o.trust_ca = false; },
                1,
                5,
                "certificate"},
        Failing{
            "ExpiredKey", {"--key-state", "expired"}, [](ConnectionOptions&) {}, 2, 4, "expired"},
        Failing{
            "RevokedKey", {"--key-state", "revoked"}, [](ConnectionOptions&) {}, 2, 4, "API key"},
        Failing{"WrongTenant",
                {},
                [](ConnectionOptions& o) { o.tenant = "somebody-else"; },
                2,
                4,
                "enant"},
        Failing{"MissingPermission",
                {"--roles", "view-projects,view-scans"},
                [](ConnectionOptions&) {},
                3,
                4,
                "view-results"},
        Failing{"NoPermissionAtAll",
                {"--roles", "some-role"},
                [](ConnectionOptions&) {},
                3,
                4,
                "view-projects"}),
    [](const auto& size) { return std::string(size.param.name); });

TEST(Checks, AKeyThatExpiresSoonIsAWarning) {
  Tenant tenant({"--projects", "2", "--key-expires-in", "259200"});
  Workspace workspace;
  const Checks checks = checks_of(workspace, workspace.connect(tenant));
  EXPECT_EQ(checks.result.status, 0) << checks.result.err;
  ASSERT_EQ(checks.outcomes.size(), 5U);
  EXPECT_EQ(checks.outcomes[2], "warning");
  EXPECT_NE(all_text(checks.rows[2]).find("day"), std::string::npos);
}

TEST(Checks, ARunWithoutPermissionExitsWithCredentials) {
  Tenant tenant({"--projects", "2", "--roles", "nothing"});
  Workspace workspace;
  const ProcessResult result = workspace.ingest(
      {"run", workspace.connect(tenant).string(), "--out", workspace.out().string()});
  EXPECT_EQ(result.status, 4) << result.err;
  EXPECT_NE(result.err.find("view-projects"), std::string::npos) << result.err;
  EXPECT_FALSE(std::filesystem::exists(workspace.out() / "acme" / "latest"));
}

TEST(Checks, SecretsAppearNowhere) {
  Tenant tenant({"--projects", "4", "--rows", "1..5", "--key-state", "active"});
  Workspace workspace;
  const auto connection = workspace.connect(tenant);
  std::string everything;
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"test", connection.string(), "-v", "--log-level", "debug"},
        std::vector<std::string>{"run", connection.string(), "--out", workspace.out().string(),
                                 "--log-level", "debug"}}) {
    const ProcessResult result = workspace.ingest(command);
    EXPECT_EQ(result.status, 0) << result.err;
    everything += result.out + result.err;
  }
  for (const auto& file : std::filesystem::recursive_directory_iterator(workspace.path()))
    if (file.is_regular_file() && file.path() != connection) everything += read_file(file.path());
  EXPECT_EQ(everything.find(tenant.fact("api_key")), std::string::npos);
  EXPECT_EQ(everything.find("eyJ"), std::string::npos) << "something like a JWT";
}

}  // namespace
}  // namespace ingest::e2e
