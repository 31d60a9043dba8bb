#include <gtest/gtest.h>

#include "checkmarx-one/request_error.hpp"
#include "ingest/sdk/json.hpp"
#include "sca_tenant.hpp"

namespace checkmarx::sca {
namespace {

using ingest::test::Answer;
using ingest::test::Request;
using namespace ingest::v1;

std::vector<std::string> numbered(size_t count) {
  std::vector<std::string> ids;
  for (size_t i = 0; i < count; ++i) ids.push_back("r" + std::to_string(i));
  return ids;
}

TEST(ScaFetch, ReadsEveryProjectsScan) {
  ScaTenant tenant;
  for (size_t i = 0; i < 230; ++i)
    tenant.add("p" + std::to_string(i), {{.id = "s" + std::to_string(i), .rows = i % 7}});
  tenant.fetch();
  EXPECT_EQ(tenant.sink->reports.size(), 230U);
  for (size_t i = 0; i < 230; ++i) {
    const std::string unit = "p" + std::to_string(i);
    EXPECT_EQ(tenant.rows(unit), numbered(i % 7));
    const UnitReport report = tenant.report(unit);
    EXPECT_EQ(report.outcome(), UNIT_OUTCOME_COMPLETE) << report.reason();
    EXPECT_EQ(report.rows_claimed(), i % 7);
    EXPECT_EQ(report.rows_received(), i % 7);
    EXPECT_EQ(report.name(), "name of " + unit);
    EXPECT_EQ(report.scan_status(), "Completed");
    EXPECT_EQ(report.pages(), i % 7 == 0 ? 1U : 2U);
  }
  EXPECT_EQ(tenant.listing().claimed(), 230U);
  EXPECT_EQ(tenant.listing().unique(), 230U);
  EXPECT_EQ(tenant.host.progress.back(), "230/230 projects");
  EXPECT_EQ(tenant.host.most_outstanding, 8U) << "sibling projects should overlap";
}

TEST(ScaFetch, AnEmptyTenantIsAListing) {
  ScaTenant tenant;
  tenant.fetch();
  EXPECT_TRUE(tenant.sink->reports.empty());
  EXPECT_TRUE(tenant.listing().has_claimed());
}

TEST(ScaFetch, PageZeroCarriesTheProject) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s", .rows = 1}}, "https://me:hush@git.example/x?a=b@c");
  tenant.fetch();
  const auto pages = tenant.sink->pages("p");
  ASSERT_EQ(pages.size(), 2U);
  EXPECT_EQ(pages[0].key, "project");
  EXPECT_EQ(pages[0].rows, 0U);
  EXPECT_EQ(pages[0].type, "application/json");
  const auto project = boost::json::parse(pages[0].payload).as_object();
  EXPECT_EQ(project.at("repoUrl"), "https://git.example/x?a=b@c") << "without the password";
  for (size_t place : {0U, 1U}) {
    EXPECT_EQ(tenant.context("p", place).at("project"), boost::json::value(project));
    EXPECT_EQ(tenant.context("p", place).at("scan").as_object().at("branch"), "main");
    EXPECT_EQ(tenant.context("p", place).at("scan").as_object().at("engines"),
              boost::json::value({"sca"}));
  }
}

TEST(ScaFetch, AUnitThatIsNotWantedCostsNothing) {
  ScaTenant tenant;
  tenant.add("a", {{.id = "sa", .rows = 1}});
  tenant.add("b", {{.id = "sb", .rows = 1}});
  tenant.sink = std::make_unique<ingest::test::RecordingSink>();
  tenant.sink->unwanted = {"a"};
  tenant.fetch();
  EXPECT_EQ(tenant.sink->reports.size(), 1U);
  for (const Request& r : tenant.host.requests) {
    EXPECT_EQ(r.query("project-ids").find('a'), std::string::npos);
    EXPECT_NE(r.query("scan-id"), "sa");
  }
  EXPECT_EQ(tenant.host.progress.back(), "1/1 projects");
}

TEST(ScaFetch, AProjectWithoutAScanIsEmptyAndStillAnAsset) {
  ScaTenant tenant;
  tenant.add("p", {});
  tenant.fetch();
  EXPECT_EQ(tenant.report("p").outcome(), UNIT_OUTCOME_EMPTY);
  EXPECT_EQ(tenant.sink->pages("p").size(), 1U);
  EXPECT_EQ(tenant.context("p", 0).count("scan"), 0U);
}

struct Behaviour {
  const char* name;
  bool honours;
  bool hides_partial;
  bool refuses;
};

class ScanChoice : public ::testing::TestWithParam<Behaviour> {};

TEST_P(ScanChoice, TakesTheNewestWithFinishedSca) {
  ScaTenant tenant;
  tenant.honours_sca_status = GetParam().honours;
  tenant.sca_status_hides_partial = GetParam().hides_partial;
  tenant.refuses_sca_status = GetParam().refuses;
  const std::string late = "2026-02-01T00:00:00.5Z";
  tenant.add("completed", {{.id = "c1"}, {.id = "c2", .created_at = late}});
  tenant.add("partial", {{.id = "p1"}, {.id = "p2", .status = "Partial", .created_at = late}});
  tenant.add("partial-alone", {{.id = "a1", .status = "Partial"}});
  tenant.add("partial-older",
             {{.id = "o1", .status = "Partial"}, {.id = "o2", .created_at = late}});
  tenant.add("partial-failed",
             {{.id = "f1"},
              {.id = "f2", .status = "Partial", .sca_status = "Failed", .created_at = late}});
  tenant.add("partial-failed-alone", {{.id = "x1", .status = "Partial", .sca_status = "Failed"}});
  tenant.add("running", {{.id = "r1"}, {.id = "r2", .status = "Running", .created_at = late}});
  tenant.add("failed-alone", {{.id = "z1", .status = "Failed", .sca_status = "Failed"}});
  tenant.fetch();
  const std::map<std::string, std::string> expected = {
      {"completed", "c2"},     {"partial", "p2"},        {"partial-alone", "a1"},
      {"partial-older", "o2"}, {"partial-failed", "f1"}, {"partial-failed-alone", ""},
      {"running", "r1"},       {"failed-alone", ""}};
  for (const auto& [project, scan] : expected)
    EXPECT_EQ(tenant.report(project).scan_id(), scan) << project;
  EXPECT_EQ(tenant.report("partial").scan_status(), "Partial");
}

INSTANTIATE_TEST_SUITE_P(Servers, ScanChoice,
                         ::testing::Values(Behaviour{"Honours", true, false, false},
                                           Behaviour{"Ignores", false, false, false},
                                           Behaviour{"HidesPartial", true, true, false},
                                           Behaviour{"Refuses", false, false, true}),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(ScaScanChoice, CopesWithCappedAnswers) {
  ScaTenant tenant;
  tenant.last_scan_cap = 7;
  for (int i = 0; i < 60; ++i) {
    const std::string n = std::to_string(i);
    tenant.add("p" + n, {{.id = "s" + n, .status = i % 2 == 0 ? "Completed" : "Partial"}});
  }
  tenant.fetch();
  for (int i = 0; i < 60; ++i)
    EXPECT_EQ(tenant.report("p" + std::to_string(i)).scan_id(), "s" + std::to_string(i));
}

TEST(ScaScanChoice, CanBeLimitedToTheMainBranch) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "main"},
                   {.id = "bot", .created_at = "2026-02-01T00:00:00Z", .branch = "dependabot/x"}});
  tenant.fetch();
  EXPECT_EQ(tenant.report("p").scan_id(), "bot") << "the newest of any branch by default";
  tenant.fetch({}, {{"main_branch_only", true}});
  EXPECT_EQ(tenant.report("p").scan_id(), "main");
}

TEST(ScaScanChoice, AFailedQuestionFailsItsProjects) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s"}});
  tenant.override = [](const Request& r) -> std::optional<Answer> {
    if (r.query("scan-status") == "Completed") return Answer{503, "busy"};
    return std::nullopt;
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("p").outcome(), UNIT_OUTCOME_FAILED);
  EXPECT_EQ(tenant.report("p").failure(), UNIT_FAILURE_UNAVAILABLE);
  EXPECT_NE(tenant.report("p").reason().find("503"), std::string::npos);
}

TEST(RepoUrl, ComesFromTheScanWhereTheProjectHasNone) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s", .rows = 1, .repo_url = "https://u:CANARY@git.example/y"}}, "");
  tenant.fetch();
  EXPECT_EQ(tenant.context("p", 0).at("scan").as_object().at("repoUrl"), "https://git.example/y");
  EXPECT_EQ(tenant.context("p", 1).at("scan").as_object().at("repoUrl"), "https://git.example/y");
  EXPECT_EQ(tenant.host.count("/api/scans/s"), 1U);
  for (const auto& record : tenant.sink->records)
    EXPECT_EQ((record.payload + record.context).find("CANARY"), std::string::npos);
}

TEST(RepoUrl, IsNotAskedForWhenNobodyWantsIt) {
  ScaTenant tenant;
  tenant.add("known", {{.id = "s1"}});
  tenant.add("unknown", {{.id = "s2"}}, "");
  tenant.fetch({{"asset_classes", {"generic-application"}}});
  EXPECT_EQ(tenant.host.count("/api/scans/s1") + tenant.host.count("/api/scans/s2"), 0U);
  tenant.fetch();
  EXPECT_EQ(tenant.host.count("/api/scans/s1"), 0U);
  EXPECT_EQ(tenant.host.count("/api/scans/s2"), 1U);
}

TEST(RepoUrl, IsNoReasonToLoseAProject) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s", .rows = 3}}, "");
  tenant.override = [](const Request& r) -> std::optional<Answer> {
    if (r.path() == "/api/scans/s") return Answer{500, ""};
    return std::nullopt;
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("p").outcome(), UNIT_OUTCOME_COMPLETE);
  EXPECT_EQ(tenant.report("p").warnings_size(), 1);
  EXPECT_EQ(tenant.rows("p").size(), 3U);
}

TEST(AssetsOnly, ReadsNoResults) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s", .rows = 3}});
  tenant.fetch({{"findings", boost::json::array()}});
  EXPECT_EQ(tenant.host.count("/api/results"), 0U);
  EXPECT_EQ(tenant.report("p").outcome(), UNIT_OUTCOME_COMPLETE);
}

struct Paging {
  const char* name;
  size_t rows;
  size_t cap;
  ScaTenant::Offset offset;
  bool states_total;
};

class ResultsPaging : public ::testing::TestWithParam<Paging> {};

TEST_P(ResultsPaging, GivesEveryRowOnce) {
  ScaTenant tenant;
  tenant.results_cap = GetParam().cap;
  tenant.counts = GetParam().offset;
  tenant.states_total = GetParam().states_total;
  tenant.add("p", {{.id = "s", .rows = GetParam().rows}});
  tenant.fetch();
  EXPECT_EQ(tenant.rows("p"), numbered(GetParam().rows));
  EXPECT_EQ(tenant.report("p").outcome(), UNIT_OUTCOME_COMPLETE) << tenant.report("p").reason();
  EXPECT_EQ(tenant.report("p").rows_received(), GetParam().rows);
}

using O = ScaTenant::Offset;
INSTANTIATE_TEST_SUITE_P(Servers, ResultsPaging,
                         ::testing::Values(Paging{"None", 0, 10000, O::kPages, true},
                                           Paging{"One", 1, 10000, O::kPages, true},
                                           Paging{"FullPage", 5000, 10000, O::kPages, true},
                                           Paging{"OneMore", 5001, 10000, O::kPages, true},
                                           Paging{"ManyPages", 31234, 10000, O::kPages, true},
                                           Paging{"Capped", 1234, 100, O::kPages, true},
                                           Paging{"CappedToOne", 7, 1, O::kPages, true},
                                           Paging{"CountsItems", 13000, 10000, O::kItems, true},
                                           Paging{"CountsItemsOneMore", 5001, 10000, O::kItems,
                                                  true},
                                           Paging{"CountsItemsAndCaps", 1234, 100, O::kItems, true},
                                           Paging{"NoTotal", 12000, 10000, O::kPages, false},
                                           Paging{"NoTotalCapped", 250, 100, O::kPages, false}),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(ScaPaging, AsksForTheNextPageByItsNumber) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s", .rows = 15001}});
  tenant.fetch();
  std::set<std::string> windows;
  for (const Request& r : tenant.host.requests) {
    if (r.path() == "/api/results") windows.insert(r.query("offset") + "x" + r.query("limit"));
  }
  EXPECT_EQ(windows, (std::set<std::string>{"0x5000", "1x5000", "2x5000", "3x5000"}));
  EXPECT_EQ(tenant.host.count("/api/results"), 4U);
}

TEST(ScaPaging, AServerThatIgnoresTheOffsetIsIncomplete) {
  ScaTenant tenant;
  tenant.counts = O::kIgnored;
  tenant.results_cap = 100;
  tenant.add("p", {{.id = "s", .rows = 300}});
  tenant.fetch();
  const UnitReport report = tenant.report("p");
  EXPECT_EQ(report.outcome(), UNIT_OUTCOME_INCOMPLETE);
  EXPECT_NE(report.reason().find("whatever the offset"), std::string::npos) << report.reason();
  EXPECT_EQ(tenant.rows("p"), numbered(100)) << "no row twice";
}

TEST(ScaPaging, ATotalThatIsNeverReachedIsIncomplete) {
  for (const size_t rows : {0U, 10U, 5000U, 12000U}) {
    ScaTenant tenant;
    tenant.total_too_high = 4;
    tenant.add("p", {{.id = "s", .rows = rows}});
    tenant.fetch();
    EXPECT_EQ(tenant.report("p").outcome(), UNIT_OUTCOME_INCOMPLETE) << rows;
    EXPECT_EQ(tenant.report("p").rows_claimed(), rows + 4);
    EXPECT_EQ(tenant.rows("p"), numbered(rows));
  }
}

TEST(ScaPaging, RowsThatMoveBetweenPagesAreIncomplete) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s", .rows = 10000}});
  tenant.override = [](const Request& r) -> std::optional<Answer> {
    if (r.path() != "/api/results" || r.query("offset") != "1") return std::nullopt;
    boost::json::array rows;
    for (int i = 0; i < 5000; ++i)
      rows.push_back({{"type", i == 0 ? "sast" : (i % 3 == 0 ? "sast" : "sca")},
                      {"id", "r" + std::to_string(i == 0 ? 2 : 5000 + i)}});
    return Answer{
        200, boost::json::serialize(boost::json::object{{"results", rows}, {"totalCount", 10000}})};
  };
  tenant.fetch();
  const UnitReport report = tenant.report("p");
  EXPECT_EQ(report.outcome(), UNIT_OUTCOME_INCOMPLETE);
  EXPECT_NE(report.reason().find("1 rows came on two pages"), std::string::npos) << report.reason();
}

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
    ::testing::Values(Trouble{"Gone", 404, "", UNIT_OUTCOME_EMPTY, UNIT_FAILURE_UNSPECIFIED},
                      Trouble{"BadId", 400, R"({"code":1,"message":"scan-id is not a valid uuid"})",
                              UNIT_OUTCOME_EMPTY, UNIT_FAILURE_UNSPECIFIED},
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
