// The results of one scan: every row once, whatever the service makes of offset and limit.
#include <gtest/gtest.h>

#include "sca_tenant.hpp"

namespace checkmarx::sca {
namespace {

using ingest::test::Answer;
using ingest::test::Request;
using namespace ingest::v1;

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

TEST(ScaPaging, AnIgnoredOffsetIsNoHarmWhereOnePageHoldsAll) {
  ScaTenant tenant;
  tenant.counts = O::kIgnored;
  tenant.add("p", {{.id = "s", .rows = 8000}});
  tenant.fetch();
  EXPECT_EQ(tenant.rows("p"), numbered(8000)) << "each once";
  EXPECT_EQ(tenant.report("p").outcome(), UNIT_OUTCOME_COMPLETE) << tenant.report("p").reason();
  EXPECT_EQ(tenant.host.requests.back().query("limit"), "10000");
}

// Page 1 as it is when the row before it moved there, and another one away from it.
std::optional<Answer> page_with_a_moved_row(const Request& r) {
  if (r.query("limit") != "5000" || r.query("offset") != "1") return std::nullopt;
  boost::json::array rows;
  for (size_t i = 4999; i < 9999; ++i)
    rows.push_back({{"type", i % 3 == 2 ? "sast" : "sca"}, {"id", "r" + std::to_string(i)}});
  return Answer{
      200, boost::json::serialize(boost::json::object{{"results", rows}, {"totalCount", 10000}})};
}

TEST(ScaPaging, RowsThatMoveBetweenPagesAreReadAgain) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s", .rows = 10000}});
  tenant.override = page_with_a_moved_row;
  tenant.fetch();
  const UnitReport report = tenant.report("p");
  EXPECT_EQ(report.outcome(), UNIT_OUTCOME_COMPLETE) << report.reason();
  EXPECT_EQ(tenant.rows("p"), numbered(10000)) << "each once, the one that was missed too";
  ASSERT_EQ(report.warnings_size(), 1);
  EXPECT_NE(report.warnings(0).find("1 rows came on two pages"), std::string::npos);
  const auto pages = tenant.sink->pages("p");
  EXPECT_EQ(pages.back().rows, 1U) << "of the second reading only what is new";
  EXPECT_EQ(pages.back().payload,
            R"({"results":[{"type":"sca","id":"r9999"}],"totalCount":10000})");
}

TEST(ScaPaging, ASecondReadingThatFailsLosesNothing) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s", .rows = 10000}});
  tenant.override = [](const Request& r) -> std::optional<Answer> {
    if (r.query("limit") == "10000") return Answer{400, R"({"message":"limit is too large"})"};
    return page_with_a_moved_row(r);
  };
  tenant.fetch();
  const UnitReport report = tenant.report("p");
  EXPECT_EQ(report.outcome(), UNIT_OUTCOME_INCOMPLETE);
  EXPECT_EQ(tenant.rows("p").size(), 9999U);
  EXPECT_NE(report.reason().find("limit is too large"), std::string::npos) << report.reason();
}

}  // namespace
}  // namespace checkmarx::sca
