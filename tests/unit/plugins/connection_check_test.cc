#include "checkmarx-one/connection_check.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "checkmarx-one/config_fields.hpp"
#include "keys.hpp"
#include "scripted_host.hpp"

namespace checkmarx::one {
namespace {

using ingest::test::Answer;
using ingest::test::Request;
using ingest::test::ScriptedHost;
using ingest::v1::CheckResult;

int64_t unix_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

class Checks : public ::testing::Test {
 protected:
  Checks() : host([this](const Request& r) { return answer(r); }) {}

  Answer answer(const Request& request) {
    if ((request.flags & INGEST_HTTP_CONNECT_ONLY) != 0U) {
      const bool iam = request.url.find("iam") != std::string::npos;
      if (iam ? iam_answer.status != INGEST_OK : api_answer.status != INGEST_OK)
        return iam ? iam_answer : api_answer;
      return Answer{0, "", INGEST_OK, INGEST_HTTP_PHASE_DONE, "", "TLSv1.3, CN=x", "1.2.3.4:443"};
    }
    if (request.path().find("/token") != std::string::npos) {
      if (token_status != 200) return Answer{token_status, token_body};
      boost::json::object claims{{"roles_ast", {"ast-viewer"}}};
      claims["ast-base-url"] = base_url_claim;
      return Answer{200, boost::json::serialize(boost::json::object{
                             {"access_token", api_key(claims)}, {"expires_in", 1800}})};
    }
    return Answer{403, ""};
  }

  std::vector<CheckResult> run() {
    ingest::v1::ConnectorDescriptor descriptor;
    add_checks(descriptor, "rights", "data");
    const Connection connection = parse_connection(
        {{"region", "deu"}, {"tenant", tenant}, {"api_key", api_key(key)}}, unix_now());
    ingest::test::RecordingSink sink;
    check_connection(descriptor, ingest::sdk::HttpClient(host.host()), host.call(), sink.plain(),
                     connection,
                     {[this](ApiClient& api, const AccessClaims& claims, CheckResult&) {
                        EXPECT_TRUE(claims.grants("view-results"));
                        if (!forbidden) return;
                        ApiRequest request;
                        request.path = "/api/results";
                        request.tried = "read results";
                        request.permission = "view-results";
                        throw RequestError(*api.get_now(std::move(request)).failure);
                      },
                      [](ApiClient&, CheckResult& result) { result.set_observed("all fine"); }});
    std::vector<CheckResult> results;
    for (const auto& record : sink.of(INGEST_RECORD_CHECK)) {
      results.emplace_back();
      EXPECT_TRUE(results.back().ParseFromString(record.payload));
    }
    EXPECT_EQ(results.size(), 5U);
    results.resize(5);
    return results;
  }

  void expect_failed(size_t index, ingest::v1::CheckFailure failure, const std::string& says) {
    const auto results = run();
    for (size_t i = 0; i < 5; ++i) {
      if (i < index) {
        EXPECT_EQ(results[i].outcome(), ingest::v1::CHECK_OUTCOME_PASSED)
            << results[i].DebugString();
      }
      if (i > index) {
        EXPECT_EQ(results[i].outcome(), ingest::v1::CHECK_OUTCOME_NOT_RUN);
      }
    }
    EXPECT_EQ(results[index].outcome(), ingest::v1::CHECK_OUTCOME_FAILED);
    EXPECT_EQ(results[index].failure(), failure);
    EXPECT_FALSE(results[index].tried().empty());
    EXPECT_NE((results[index].observed() + "|" + results[index].hint()).find(says),
              std::string::npos)
        << results[index].observed() << "|" << results[index].hint();
  }

  ScriptedHost host;
  Answer api_answer;
  Answer iam_answer;
  int token_status = 200;
  std::string token_body;
  std::string base_url_claim = "https://deu.ast.checkmarx.net";
  std::string tenant = "acme";
  boost::json::object key{{"iss", "https://deu.iam.checkmarx.net/auth/realms/acme"}};
  bool forbidden = false;
};

TEST_F(Checks, AllPass) {
  const auto results = run();
  const char* ids[] = {"network", "tls", "credentials", "authorization", "data"};
  for (size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(results[i].id(), ids[i]);
    EXPECT_EQ(results[i].outcome(), ingest::v1::CHECK_OUTCOME_PASSED) << results[i].observed();
    EXPECT_EQ(results[i].hint(), "");
  }
  EXPECT_NE(results[0].tried().find("deu.ast.checkmarx.net:443"), std::string::npos);
  EXPECT_NE(results[0].tried().find("deu.iam.checkmarx.net:443"), std::string::npos);
  EXPECT_NE(results[1].observed().find("TLSv1.3"), std::string::npos);
}

TEST_F(Checks, UnknownHost) {
  api_answer = {0, "", INGEST_E_UNAVAILABLE, INGEST_HTTP_PHASE_RESOLVE, "no such name"};
  expect_failed(0, ingest::v1::CHECK_FAILURE_NETWORK, "for example deu");
}

TEST_F(Checks, TheIdentityServiceMustBeReachableToo) {
  iam_answer = {0, "", INGEST_E_UNAVAILABLE, INGEST_HTTP_PHASE_CONNECT, "connection refused"};
  expect_failed(0, ingest::v1::CHECK_FAILURE_NETWORK, "iam_url");
}

TEST_F(Checks, ACertificateThatDoesNotHold) {
  iam_answer = {0, "", INGEST_E_UNAVAILABLE, INGEST_HTTP_PHASE_TLS, "self-signed certificate"};
  expect_failed(1, ingest::v1::CHECK_FAILURE_NETWORK, "http.ca_file");
}

TEST_F(Checks, ARevokedKey) {
  token_status = 400;
  token_body = R"({"error_description":"Offline user session not found"})";
  expect_failed(2, ingest::v1::CHECK_FAILURE_CREDENTIALS, "revoked");
}

TEST_F(Checks, AKeyOfAnotherTenantIsNeverSent) {
  tenant = "somebody-else";
  expect_failed(2, ingest::v1::CHECK_FAILURE_CREDENTIALS, "config.tenant");
  for (const Request& request : host.requests) EXPECT_EQ(request.method, "GET") << request.url;
}

TEST_F(Checks, AnExpiredKey) {
  key["exp"] = unix_now() - 5;
  expect_failed(2, ingest::v1::CHECK_FAILURE_CREDENTIALS, "expired");
}

TEST_F(Checks, AMissingPermissionIsNamed) {
  forbidden = true;
  expect_failed(3, ingest::v1::CHECK_FAILURE_CREDENTIALS, "view-results");
  expect_failed(3, ingest::v1::CHECK_FAILURE_CREDENTIALS, "read:vulnerabilities");
}

TEST_F(Checks, AKeyNearItsEndIsAWarning) {
  key["exp"] = unix_now() + 3 * 86400 + 60;
  const auto results = run();
  EXPECT_EQ(results[2].outcome(), ingest::v1::CHECK_OUTCOME_WARNING);
  EXPECT_NE(results[2].observed().find("in 3 days"), std::string::npos) << results[2].observed();
  EXPECT_EQ(results[4].outcome(), ingest::v1::CHECK_OUTCOME_PASSED) << "a warning stops nothing";
}

TEST_F(Checks, AnotherRegionInTheTokenIsAWarning) {
  base_url_claim = "https://eu.ast.checkmarx.net";
  const auto results = run();
  EXPECT_EQ(results[2].outcome(), ingest::v1::CHECK_OUTCOME_WARNING);
  EXPECT_NE(results[2].hint().find("https://eu.ast.checkmarx.net"), std::string::npos);
}

}  // namespace
}  // namespace checkmarx::one
