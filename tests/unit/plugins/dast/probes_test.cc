// The two checks that are this connector's own.
#include "checkmarx-dast/probes.hpp"

#include <gtest/gtest.h>

#include "checkmarx-dast/descriptor.hpp"
#include "checkmarx-dast/settings.hpp"
#include "checkmarx-one/connection_check.hpp"
#include "dast_tenant.hpp"
#include "keys.hpp"

namespace checkmarx::dast {
namespace {

using boost::json::array;
using boost::json::object;
using ingest::test::Answer;
using ingest::test::Request;
using namespace ingest::v1;

class DastChecks : public ::testing::Test {
 protected:
  DastChecks() {
    tenant.add("e0", {});
    tenant.add("e1", {{.id = "s", .results = 7}});
    tenant.override = [this](const Request& request) { return answer(request); };
  }

  std::optional<Answer> answer(const Request& request) const {
    if (request.path().find("/token") != std::string::npos)
      return Answer{200, boost::json::serialize(
                             object{{"access_token", one::api_key(claims)}, {"expires_in", 1800}})};
    for (const auto& [path, other] : answers) {
      if (request.path().rfind(path, 0) == 0) return other;
    }
    // The tenant expects its own token.
    return plain(request);
  }

  std::optional<Answer> plain(const Request& request) const {
    const std::string path = request.path();
    if (path == "/api/dast/scans/tenant") return Answer{200, R"({"environmentsCount":2})"};
    if (path == "/api/dast/scans/environments")
      return Answer{200, R"({"environments":[{"environmentId":"e0"},{"environmentId":"e1"}],)"
                         R"("totalItems":2})"};
    if (path == "/api/dast/scans/scans")
      return Answer{200, request.query("environmentId") == "e0"
                             ? R"({"scans":null,"totalScans":0})"
                             : R"({"scans":[{"scanId":"s","lastStatus":"Finished@ok",)"
                               R"("hasResults":true}],"totalScans":1})"};
    if (path == "/api/dast/mfe-results/results/s") {
      EXPECT_EQ(request.query("per_page"), "1");
      return Answer{200, R"({"results":[{"id":"r"}],"total":7})"};
    }
    return Answer{};  // connecting
  }

  std::map<std::string, CheckResult> run() {
    const Settings read = parse_settings(settings(), 0);
    ingest::test::RecordingSink sink;
    one::check_connection(details(), ingest::sdk::HttpClient(tenant.host.host()),
                          tenant.host.call(), sink.plain(), read.tenant,
                          {probe_authorization, probe_data});
    std::map<std::string, CheckResult> out;
    for (const auto& record : sink.of(INGEST_RECORD_CHECK)) {
      CheckResult result;
      EXPECT_TRUE(result.ParseFromString(record.payload));
      out[result.id()] = result;
    }
    return out;
  }

  static std::string text(const CheckResult& result) {
    return result.observed() + " | " + result.hint();
  }

  DastTenant tenant;
  object claims{{"roles_ast", array{"ast-viewer"}},
                {"ast-license", {{"LicenseData", {{"dastEnabled", true}}}}}};
  std::vector<std::pair<std::string, Answer>> answers;
};

TEST_F(DastChecks, AllPass) {
  const auto results = run();
  ASSERT_EQ(results.size(), 5U);
  for (const auto& [id, result] : results)
    EXPECT_EQ(result.outcome(), CHECK_OUTCOME_PASSED) << id << ": " << text(result);
  EXPECT_EQ(results.at("data").observed(), "2 environments; scan s has 7 results");
}

TEST_F(DastChecks, NoLicenceIsSaidBeforeAPuzzling403) {
  claims["ast-license"] = object{{"LicenseData", {{"dastEnabled", false}}}};
  answers = {{"/api/dast/", {403, "Forbidden"}}};
  const auto results = run();
  const CheckResult& result = results.at("authorization");
  EXPECT_EQ(result.outcome(), CHECK_OUTCOME_FAILED);
  EXPECT_EQ(result.failure(), CHECK_FAILURE_CREDENTIALS);
  EXPECT_NE(result.hint().find("DAST is not licensed for this tenant"), std::string::npos);
  EXPECT_EQ(results.at("data").outcome(), CHECK_OUTCOME_NOT_RUN);
}

TEST_F(DastChecks, AMissingRoleIsNamed) {
  claims["roles_ast"] = array{"view-projects"};
  answers = {{"/api/dast/", {403, "Forbidden"}}};
  const CheckResult result = run().at("authorization");
  EXPECT_EQ(result.outcome(), CHECK_OUTCOME_FAILED);
  EXPECT_NE(result.hint().find("dast-view-environments"), std::string::npos) << text(result);
  EXPECT_EQ(result.hint().find("not licensed"), std::string::npos) << text(result);
}

TEST_F(DastChecks, TheAnswerBeatsTheClaims) {
  claims["roles_ast"] = array{"view-projects"};
  claims["ast-license"] = object{{"LicenseData", {{"dastEnabled", false}}}};
  const CheckResult result = run().at("authorization");
  EXPECT_EQ(result.outcome(), CHECK_OUTCOME_WARNING) << text(result);
  EXPECT_NE(text(result).find("dastEnabled: false"), std::string::npos);
  EXPECT_NE(text(result).find("dast-view-environments"), std::string::npos);
}

TEST_F(DastChecks, DastRolesOfTheirOwnAreEnough) {
  for (const array& roles :
       {array{"dast-admin"}, array{"dast-view-environments", "view-results"}, array{"ast-admin"}}) {
    claims["roles_ast"] = roles;
    EXPECT_EQ(run().at("authorization").outcome(), CHECK_OUTCOME_PASSED);
  }
}

TEST_F(DastChecks, AnAbsentServiceIsSaidToBeAbsent) {
  for (const Answer& absent : {Answer{404, "<html><title>404</title></html>"},
                               Answer{404, "page not found"}, Answer{200, "<!doctype html>"}}) {
    answers = {{"/api/dast/", absent}};
    const CheckResult result = run().at("authorization");
    EXPECT_EQ(result.outcome(), CHECK_OUTCOME_FAILED);
    EXPECT_NE(result.hint().find("DAST is not available in this region or for this tenant"),
              std::string::npos)
        << text(result);
  }
}

TEST_F(DastChecks, WithoutAnOverviewTheListDecides) {
  answers = {{"/api/dast/scans/tenant", {404, "not found"}}};
  EXPECT_EQ(run().at("authorization").outcome(), CHECK_OUTCOME_PASSED);
}

TEST_F(DastChecks, AnEmptyTenantPassesWithANote) {
  answers = {{"/api/dast/scans/environments", {200, R"({"environments":null,"totalItems":0})"}}};
  const CheckResult result = run().at("data");
  EXPECT_EQ(result.outcome(), CHECK_OUTCOME_PASSED);
  EXPECT_NE(result.observed().find("no environment"), std::string::npos);
}

TEST_F(DastChecks, ATenantWithoutScansPassesWithANote) {
  answers = {{"/api/dast/scans/scans", {200, R"({"scans":null,"totalScans":0})"}}};
  const CheckResult result = run().at("data");
  EXPECT_EQ(result.outcome(), CHECK_OUTCOME_PASSED);
  EXPECT_NE(result.observed().find("no finished scan"), std::string::npos);
}

TEST_F(DastChecks, ResultsThatAreGoneAreAWarning) {
  answers = {{"/api/dast/mfe-results/", {404, R"({"error":"failed to find scanID"})"}}};
  EXPECT_EQ(run().at("data").outcome(), CHECK_OUTCOME_WARNING);
  answers = {{"/api/dast/mfe-results/", {403, R"({"error":"Forbidden"})"}}};
  const CheckResult result = run().at("data");
  EXPECT_EQ(result.outcome(), CHECK_OUTCOME_FAILED);
  EXPECT_NE(result.hint().find("view-results"), std::string::npos) << text(result);
}

}  // namespace
}  // namespace checkmarx::dast
