// The results of one scan: every row once, whatever the service makes of page and per_page.
#include <gtest/gtest.h>

#include <set>

#include "dast_tenant.hpp"

namespace checkmarx::dast {
namespace {

using ingest::test::Answer;
using ingest::test::Request;
using namespace ingest::v1;

constexpr std::string_view kResults = "/api/dast/mfe-results/results/s";

TEST(DastPaging, EveryRowOnceInTheOrderOfPages) {
  for (const size_t count : {0U, 1U, 99U, 100U, 101U, 200U, 250U, 3210U}) {
    DastTenant tenant;
    tenant.add("e", {{.id = "s", .results = count}});
    tenant.fetch();
    EXPECT_EQ(tenant.rows("e"), numbered(count));
    const UnitReport report = tenant.report("e");
    EXPECT_EQ(report.outcome(), UNIT_OUTCOME_COMPLETE) << report.reason();
    EXPECT_EQ(report.rows_claimed(), count);
    EXPECT_EQ(report.rows_received(), count);
    EXPECT_EQ(report.warnings_size(), 0);
    EXPECT_EQ(tenant.host.count(std::string(kResults)), std::max<size_t>(1, (count + 99) / 100))
        << "no request too many";
  }
}

TEST(DastPaging, PagesOfOneScanOverlap) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 5000}});
  tenant.fetch();
  EXPECT_EQ(tenant.host.most_outstanding, 7U) << "and one place is left for others";
}

TEST(DastPaging, WhatComesEarlyIsBounded) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 20'000}});
  // Page 2 is answered last of all that can be asked for without it.
  tenant.host.order = ingest::test::Order::kNewestFirst;
  size_t most_ahead = 0;
  tenant.override = [&](const Request& request) -> std::optional<Answer> {
    if (request.path() != kResults) return std::nullopt;
    const size_t emitted = tenant.sink->pages("e").size() - 1;
    most_ahead = std::max(most_ahead, std::stoul(request.query("page")) - emitted);
    return std::nullopt;
  };
  tenant.fetch();
  EXPECT_EQ(tenant.rows("e"), numbered(20'000));
  EXPECT_EQ(most_ahead, 7U);
}

TEST(DastPaging, WithoutPagesNumberTheTotalDecides) {
  DastTenant tenant;
  tenant.states_pages = false;
  tenant.add("e", {{.id = "s", .results = 321}});
  tenant.fetch();
  EXPECT_EQ(tenant.rows("e"), numbered(321));
  EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_COMPLETE);
  EXPECT_EQ(tenant.host.count(std::string(kResults)), 4U);
}

TEST(DastPaging, WithoutTotalAnEmptyPageIsTheEnd) {
  for (const bool states_pages : {true, false}) {
    for (const size_t count : {0U, 3U, 100U, 321U}) {
      DastTenant tenant;
      tenant.states_total = false;
      tenant.states_pages = states_pages;
      tenant.add("e", {{.id = "s", .results = count}});
      tenant.fetch();
      EXPECT_EQ(tenant.rows("e"), numbered(count));
      EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_COMPLETE);
      EXPECT_FALSE(tenant.report("e").has_rows_claimed());
      ASSERT_EQ(tenant.report("e").warnings_size(), 1);
      EXPECT_NE(tenant.report("e").warnings(0).find("no total"), std::string::npos);
    }
  }
}

TEST(DastPaging, ACappedPageIsReadToItsEnd) {
  for (const bool moves : {true, false}) {
    DastTenant tenant;
    tenant.page_cap = 30;
    tenant.cap_moves_pages = moves;
    tenant.add("e", {{.id = "s", .results = 321}});
    tenant.fetch();
    EXPECT_EQ(tenant.rows("e"), numbered(321)) << moves;
    EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_COMPLETE) << tenant.report("e").reason();
  }
}

TEST(DastPaging, ACapThatChangesCostsASecondReading) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 321}});
  tenant.cap_moves_pages = false;
  tenant.page_cap = 50;
  // Thirty rows of each page after the first, of fifty asked for.
  tenant.override = [&](const Request& request) -> std::optional<Answer> {
    if (request.path() == kResults && request.query("page") != "1") tenant.page_cap = 30;
    return std::nullopt;
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_COMPLETE) << tenant.report("e").reason();
  auto rows = tenant.rows("e");
  EXPECT_EQ(rows.size(), 321U);
  EXPECT_EQ(std::set<std::string>(rows.begin(), rows.end()).size(), 321U);
}

TEST(DastPaging, ACapThatChangesEachTimeIsIncompleteAndSaysSo) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 321}});
  tenant.cap_moves_pages = false;
  tenant.override = [&](const Request& request) -> std::optional<Answer> {
    if (request.path() != kResults) return std::nullopt;
    const bool first = request.query("page") == "1";
    tenant.page_cap = first ? 50 : std::stoul(request.query("per_page")) - 10;
    return std::nullopt;
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_INCOMPLETE);
  EXPECT_EQ(tenant.report("e").rows_claimed(), 321U);
  EXPECT_LT(tenant.report("e").rows_received(), 321U);
  EXPECT_EQ(tenant.report("e").rows_received(), tenant.rows("e").size());
  EXPECT_NE(tenant.report("e").reason().find("caps a page at"), std::string::npos)
      << tenant.report("e").reason();
}

TEST(DastPaging, AServiceThatIgnoresThePageIsIncompleteAndSaysSo) {
  for (const bool states_total : {true, false}) {
    DastTenant tenant;
    tenant.ignores_page = true;
    tenant.states_total = states_total;
    tenant.add("e", {{.id = "s", .results = 321}});
    tenant.fetch();
    EXPECT_EQ(tenant.rows("e"), numbered(100));
    EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_INCOMPLETE);
    EXPECT_NE(tenant.report("e").reason().find("same rows whatever the page"), std::string::npos);
    EXPECT_LE(tenant.host.count(std::string(kResults)), 17U);
  }
}

TEST(DastPaging, ATotalThatIsNeverReachedIsIncomplete) {
  DastTenant tenant;
  tenant.total_too_high = 7;
  tenant.add("e", {{.id = "s", .results = 120}});
  tenant.fetch();
  EXPECT_EQ(tenant.rows("e"), numbered(120));
  EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_INCOMPLETE);
  EXPECT_EQ(tenant.report("e").rows_claimed(), 127U);
  EXPECT_NE(tenant.report("e").reason().find("claims 127 results, 120 distinct ones came"),
            std::string::npos)
      << tenant.report("e").reason();
}

TEST(DastPaging, ATotalThatIsTooLowDoesNotEndTheReading) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 250}});
  tenant.override = [&](const Request& request) -> std::optional<Answer> {
    if (request.path() != kResults) return std::nullopt;
    tenant.total_too_high = static_cast<size_t>(-240);
    return std::nullopt;
  };
  tenant.fetch();
  EXPECT_EQ(tenant.rows("e"), numbered(250));
  EXPECT_EQ(tenant.report("e").rows_claimed(), 10U) << "the host will see the difference";
}

TEST(DastPaging, RowsThatMoveBetweenPagesAreReadAgain) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 250}});
  // While page 2 is read a row of page 1 seems to be on it, in place of one of its own.
  bool moved = false;
  tenant.override = [&](const Request& request) -> std::optional<Answer> {
    if (request.path() != kResults || request.query("page") != "2" || moved) return std::nullopt;
    moved = true;
    boost::json::array rows;
    for (size_t i = 99; i < 199; ++i) rows.push_back(result_row("r" + std::to_string(i)));
    return Answer{200, boost::json::serialize(boost::json::object{
                           {"results", rows}, {"total", 250}, {"pages_number", 3}})};
  };
  tenant.fetch();
  auto rows = tenant.rows("e");
  EXPECT_EQ(rows.size(), 250U);
  EXPECT_EQ(rows.back(), "r199") << "found in the second reading";
  std::sort(rows.begin(), rows.end());
  EXPECT_EQ(std::unique(rows.begin(), rows.end()), rows.end());
  EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_COMPLETE);
  ASSERT_EQ(tenant.report("e").warnings_size(), 1);
  EXPECT_NE(tenant.report("e").warnings(0).find("changed while they were read"), std::string::npos);
}

TEST(DastPaging, ARowTwiceOnOnePageIsLeftToTheHost) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s"}});
  tenant.override = [](const Request& request) -> std::optional<Answer> {
    if (request.path() != kResults) return std::nullopt;
    return Answer{200, R"({"results":[{"id":"a"},{"id":"b"},{"id":"a"},7],"total":4})"};
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_COMPLETE);
  EXPECT_EQ(tenant.report("e").rows_received(), 4U);
  EXPECT_EQ(tenant.sink->pages("e").at(1).rows, 4U);
}

TEST(DastPaging, NoStoredResultsAreNoFindingsUnlessSomeArePromised) {
  for (const char* promise :
       {R"(,"hasResults":true)", R"(,"riskLevel":{"CriticalCount":0,"lowCount":2})"}) {
    DastTenant tenant;
    tenant.add("e", {{.id = "s", .results = 3, .stored = false}});
    tenant.override = [&](const Request& request) -> std::optional<Answer> {
      if (request.path() != "/api/dast/scans/scans") return std::nullopt;
      return Answer{200, std::string(R"({"scans":[{"scanId":"s","lastStatus":"Finished")") +
                             promise + "}],\"totalScans\":1}"};
    };
    tenant.fetch();
    EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_FAILED);
    EXPECT_EQ(tenant.report("e").failure(), UNIT_FAILURE_NOT_FOUND);
    for (const char* said : {"said to have results", "failed to find scanID"})
      EXPECT_NE(tenant.report("e").reason().find(said), std::string::npos)
          << tenant.report("e").reason();
    promise = R"(,"riskLevel":{"criticalCount":0})";
    tenant.fetch();
    EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_EMPTY) << "nobody promised results";
    EXPECT_EQ(tenant.report("e").rows_received(), 0U);
    EXPECT_EQ(tenant.report("e").warnings_size(), 0);
  }
}

TEST(DastPaging, AMissingRouteIsNoEmptyScan) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 3}});
  tenant.override = [](const Request& request) -> std::optional<Answer> {
    if (request.path() != kResults) return std::nullopt;
    return Answer{404, "<html><title>404 Not Found</title></html>"};
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_FAILED);
  EXPECT_EQ(tenant.report("e").failure(), UNIT_FAILURE_NOT_FOUND);
}

TEST(DastPaging, AFailingPageFailsTheUnitOnce) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 900}});
  tenant.override = [](const Request& request) -> std::optional<Answer> {
    if (request.path() != kResults || request.query("page") < "3") return std::nullopt;
    return Answer{503, "busy"};
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_FAILED);
  EXPECT_EQ(tenant.report("e").failure(), UNIT_FAILURE_UNAVAILABLE);
  EXPECT_EQ(tenant.report("e").rows_received(), tenant.rows("e").size());
  EXPECT_NE(tenant.report("e").reason().find(std::to_string(tenant.rows("e").size()) +
                                             " of 900 rows were delivered"),
            std::string::npos)
      << tenant.report("e").reason();
}

}  // namespace
}  // namespace checkmarx::dast
