// Rows that are no JSON, from the answer of the service to the dead letter.
#include <gtest/gtest.h>

#include "dast_tenant.hpp"

namespace checkmarx::dast {
namespace {

using ingest::test::Answer;
using ingest::test::Request;
using namespace ingest::v1;

TEST(DastBrokenRows, CostNoOtherAndKeepTheirTextToThemselves) {
  const std::string good = boost::json::serialize(result_row("good"));
  const std::vector<std::string> broken = {
      "{\"id\":\"a\",\"name\":\"hush\xFF\"}",
      R"({"id":"b","password":"hush",})",
      R"({"id":"c","name":"\ud800hush"})",
      R"({"id":"d","cwe_id":1e999,"secret":"hush"})",
      "hush",
      "7",
      "{\"id\":\"e\",\"x\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}",
  };
  std::string rows;
  for (const std::string& row : broken) rows += row + ",";
  DastTenant tenant;
  tenant.add("e", {{.id = "s"}});
  tenant.override = [&](const Request& request) -> std::optional<Answer> {
    if (request.path() != "/api/dast/mfe-results/results/s") return std::nullopt;
    return Answer{200, "{\"results\":[" + rows + good + "],\"total\":8,\"pages_number\":1}"};
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_COMPLETE) << tenant.report("e").reason();
  EXPECT_EQ(tenant.report("e").rows_received(), 8U);
  const auto pages = tenant.sink->pages("e");
  const Output out = transform(pages);
  ASSERT_EQ(out.findings.size(), 1U);
  EXPECT_EQ(out.findings[0].source_ref().row(), 7U);
  ASSERT_EQ(out.dead.size(), broken.size());
  for (size_t i = 0; i < broken.size(); ++i) {
    EXPECT_EQ(out.dead[i].row(), i);
    EXPECT_EQ(out.dead[i].reason().rfind("the row ", 0), 0U) << out.dead[i].reason();
    EXPECT_NE(out.dead[i].reason().find("its text is withheld"), std::string::npos);
  }
  for (const auto& page : pages) EXPECT_EQ(page.payload.find("hush"), std::string::npos);
}

TEST(DastBrokenRows, OfADetailCostTheDetailOnly) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 3}});
  tenant.override = [](const Request& request) -> std::optional<Answer> {
    if (request.path().find("/info/r1/") == std::string::npos) return std::nullopt;
    return Answer{200, R"({"id":"r1","score":1e999})"};
  };
  tenant.fetch({{"details", true}});
  EXPECT_EQ(transform(tenant.sink->pages("e")).findings.size(), 3U);
  ASSERT_EQ(tenant.report("e").warnings_size(), 1);
  EXPECT_NE(tenant.report("e").warnings(0).find("out of range"), std::string::npos)
      << tenant.report("e").warnings(0);
}

}  // namespace
}  // namespace checkmarx::dast
