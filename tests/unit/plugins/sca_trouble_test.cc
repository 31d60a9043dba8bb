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

TEST(Fetch, GivesUpOnAServiceThatIsDown) {
  for (const Answer& none :
       {Answer{0, "", INGEST_E_UNAVAILABLE, INGEST_HTTP_PHASE_CONNECT, "connection refused"},
        Answer{503, "maintenance"}}) {
    ScaTenant tenant;
    for (int i = 0; i < 300; ++i) {
      const std::string n = std::to_string(i);
      tenant.add("p" + n, {{.id = "s" + n, .rows = 3}});
    }
    tenant.override = [&none](const Request& r) -> std::optional<Answer> {
      if (r.path() != "/api/results" || r.query("scan-id").size() < 3) return std::nullopt;
      return none;
    };
    try {
      tenant.fetch();
      FAIL();
    } catch (const one::RequestError& e) {
      EXPECT_EQ(e.code(), INGEST_E_UNAVAILABLE);
      EXPECT_NE(std::string(e.what()).find("the requests for results before it failed as well"),
                std::string::npos)
          << e.what();
    }
    EXPECT_LT(tenant.host.count("/api/results"), 60U);
  }
}

TEST(Fetch, FailingProjectsAmongOthersAreNoOutage) {
  ScaTenant tenant;
  for (int i = 0; i < 300; ++i) {
    const std::string n = std::to_string(i);
    tenant.add("p" + n, {{.id = (i % 10 == 0 ? "good" : "bad") + n, .rows = 3}});
  }
  tenant.host.order = ingest::test::Order::kOldestFirst;
  tenant.override = [](const Request& r) -> std::optional<Answer> {
    if (r.query("scan-id").rfind("bad", 0) != 0) return std::nullopt;
    return Answer{503, "busy"};
  };
  tenant.fetch();
  EXPECT_EQ(tenant.sink->reports.size(), 300U);
  EXPECT_EQ(tenant.report("p10").outcome(), UNIT_OUTCOME_COMPLETE);
  EXPECT_EQ(tenant.report("p11").failure(), UNIT_FAILURE_UNAVAILABLE);
}

TEST(Fetch, RepositoryUrlsThatCantBeHadStopNothing) {
  ScaTenant tenant;
  for (int i = 0; i < 300; ++i) {
    const std::string n = std::to_string(i);
    tenant.add("p" + n, {{.id = "s" + n, .rows = 1}}, "");
  }
  size_t asked = 0;
  tenant.override = [&asked](const Request& r) -> std::optional<Answer> {
    if (r.path().rfind("/api/scans/", 0) != 0) return std::nullopt;
    ++asked;
    return Answer{503, "busy"};
  };
  tenant.fetch();
  EXPECT_LT(asked, 40U) << "the others are not even tried";
  for (int i = 0; i < 300; ++i) {
    const UnitReport report = tenant.report("p" + std::to_string(i));
    EXPECT_EQ(report.outcome(), UNIT_OUTCOME_COMPLETE);
    EXPECT_EQ(report.warnings_size(), 1);
  }
}

TEST(Fetch, AListThatBreaksOffYieldsWhatWasListed) {
  ScaTenant tenant;
  for (int i = 0; i < 250; ++i) {
    const std::string n = std::to_string(i);
    tenant.add("p" + n, {{.id = "s" + n, .rows = 1}});
  }
  tenant.override = [](const Request& r) -> std::optional<Answer> {
    if (r.path() != "/api/projects" || r.query("offset") != "200") return std::nullopt;
    return Answer{200, "<html>log in</html>"};
  };
  tenant.fetch();
  EXPECT_EQ(tenant.sink->reports.size(), 200U);
  EXPECT_EQ(tenant.rows("p199"), numbered(1));
  EXPECT_TRUE(tenant.listing().incomplete());
  EXPECT_NE(tenant.listing().note().find("after 200 of 250"), std::string::npos)
      << tenant.listing().note();
}

TEST(Fetch, AsksForJsonEverywhere) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s", .status = "Partial", .rows = 3}}, "");
  tenant.fetch();
  for (const Request& r : tenant.host.requests)
    EXPECT_NE(r.flags & INGEST_HTTP_JSON, 0U) << "a body that breaks off is repeated: " << r.url;
}

TEST(ScaTrouble, APartialScanThatCantBeLookedIntoFailsItsProject) {
  for (const Answer& answer : {Answer{404, ""}, Answer{200, "{}"}, Answer{200, "<html>"}}) {
    ScaTenant tenant;
    tenant.add("p", {{.id = "old", .rows = 3},
                     {.id = "new", .status = "Partial", .created_at = "2026-02-01T00:00:00Z"}});
    tenant.override = [&answer](const Request& r) -> std::optional<Answer> {
      if (r.path() != "/api/scans/new") return std::nullopt;
      return answer;
    };
    tenant.fetch();
    EXPECT_EQ(tenant.report("p").outcome(), UNIT_OUTCOME_FAILED) << answer.body;
  }
}

TEST(Fetch, NeverUsesCredentialsThatCantBeRight) {
  ScaTenant tenant;
  EXPECT_THROW(tenant.fetch({}, {{"tenant", "somebody-else"}}), one::RequestError);
  EXPECT_TRUE(tenant.host.requests.empty());
}

}  // namespace
}  // namespace checkmarx::sca
