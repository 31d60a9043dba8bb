// What fails stays where it failed, and is said.
#include <gtest/gtest.h>

#include "checkmarx-one/request_error.hpp"
#include "sca_tenant.hpp"

namespace checkmarx::sca {
namespace {

using ingest::test::Answer;
using ingest::test::Request;
using namespace ingest::v1;

struct Trouble {
  const char* name;
  int http_status;
  const char* body;
  UnitOutcome outcome;
  UnitFailure failure;
};

class ResultsTrouble : public ::testing::TestWithParam<Trouble> {};

TEST_P(ResultsTrouble, StaysWithItsProject) {
  ScaTenant tenant;
  tenant.add("bad", {{.id = "s1", .rows = 3}});
  tenant.add("good", {{.id = "s2", .rows = 3}});
  tenant.override = [](const Request& r) -> std::optional<Answer> {
    if (r.query("scan-id") != "s1") return std::nullopt;
    return Answer{GetParam().http_status, GetParam().body};
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("bad").outcome(), GetParam().outcome);
  EXPECT_EQ(tenant.report("bad").failure(), GetParam().failure);
  EXPECT_FALSE(tenant.report("bad").reason().empty());
  EXPECT_EQ(tenant.report("good").outcome(), UNIT_OUTCOME_COMPLETE);
}

INSTANTIATE_TEST_SUITE_P(
    Answers, ResultsTrouble,
    ::testing::Values(Trouble{"Gone", 404, "", UNIT_OUTCOME_FAILED, UNIT_FAILURE_NOT_FOUND},
                      Trouble{"BadId", 400, R"({"code":1,"message":"scan-id is not a valid uuid"})",
                              UNIT_OUTCOME_FAILED, UNIT_FAILURE_NOT_FOUND},
                      Trouble{"Forbidden", 403, "", UNIT_OUTCOME_FAILED, UNIT_FAILURE_FORBIDDEN},
                      Trouble{"Broken", 500, "", UNIT_OUTCOME_FAILED, UNIT_FAILURE_UNAVAILABLE},
                      Trouble{"Html", 200, "<html>log in</html>", UNIT_OUTCOME_FAILED,
                              UNIT_FAILURE_BAD_DATA},
                      Trouble{"Truncated", 200, R"({"results":[{"type":"sca")", UNIT_OUTCOME_FAILED,
                              UNIT_FAILURE_BAD_DATA},
                      Trouble{"OtherJson", 200, R"({"message":"hello"})", UNIT_OUTCOME_FAILED,
                              UNIT_FAILURE_BAD_DATA}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(ScaTrouble, ALaterPageFailsTheProject) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s", .rows = 22000}});
  tenant.override = [](const Request& r) -> std::optional<Answer> {
    if (r.path() == "/api/results" && r.query("offset") == "3") return Answer{502, ""};
    return std::nullopt;
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("p").outcome(), UNIT_OUTCOME_FAILED);
}

TEST(Fetch, StopsWhereNothingCanGoOn) {
  for (const int status : {403, 500, 404}) {
    ScaTenant tenant;
    tenant.override = [status](const Request& r) -> std::optional<Answer> {
      if (r.path() == "/api/projects") return Answer{status, ""};
      return std::nullopt;
    };
    try {
      tenant.fetch();
      FAIL() << status;
    } catch (const one::RequestError& e) {
      EXPECT_EQ(e.http_status(), status);
      if (status == 403) {
        EXPECT_NE(e.hint().find("view-projects"), std::string::npos);
      }
    }
  }
}

TEST(Fetch, StopsWhenTheCredentialsAreRefusedTwice) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s", .rows = 3}});
  tenant.override = [](const Request& r) -> std::optional<Answer> {
    if (r.path() == "/api/results") return Answer{401, ""};
    return std::nullopt;
  };
  try {
    tenant.fetch();
    FAIL();
  } catch (const one::RequestError& e) {
    EXPECT_EQ(e.code(), INGEST_E_AUTH);
  }
}

TEST(Fetch, GivesUpOnATenantThatWentAway) {
  ScaTenant tenant;
  for (int i = 0; i < 100; ++i) {
    const std::string n = std::to_string(i);
    tenant.add("p" + n, {{.id = "s" + n, .rows = 3}});
  }
  tenant.override = [](const Request& r) -> std::optional<Answer> {
    if (r.path() != "/api/results") return std::nullopt;
    return Answer{0, "", INGEST_E_UNAVAILABLE, INGEST_HTTP_PHASE_CONNECT, "connection refused"};
  };
  try {
    tenant.fetch();
    FAIL();
  } catch (const one::RequestError& e) {
    EXPECT_EQ(e.code(), INGEST_E_UNAVAILABLE);
  }
  EXPECT_LT(tenant.host.count("/api/results"), 60U);
}

TEST(Fetch, NeverUsesCredentialsThatCantBeRight) {
  ScaTenant tenant;
  EXPECT_THROW(tenant.fetch({}, {{"tenant", "somebody-else"}}), one::RequestError);
  EXPECT_TRUE(tenant.host.requests.empty());
}

}  // namespace
}  // namespace checkmarx::sca
