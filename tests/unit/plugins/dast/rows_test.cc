// ingest.rows/1: what the map sees of a page is what transform gives it.
#include <gtest/gtest.h>

#include <set>

#include "checkmarx-dast/settings.hpp"
#include "checkmarx-dast/transform.hpp"
#include "dast_tenant.hpp"
#include "recorded_rows.hpp"

namespace checkmarx::dast {
namespace {

using boost::json::array;
using boost::json::object;
using ingest::test::Record;

void read(const Record& page, RecordedRows& out) {
  const Settings parsed = parse_settings(settings(), 0);
  const ingest_record record = ingest::test::page_record(page);
  Transform(parsed).rows(ingest::sdk::Page(&record), out.sink());
}

// A page of the rows, with the context of a fetched one.
Record mixed(DastTenant& tenant) {
  tenant.add("e", {{.id = "s", .results = 1}});
  tenant.fetch();
  Record page = tenant.sink->pages("e").at(1);
  object strange = result_row("b");
  strange["severity"] = "SEVERE";
  page.payload = boost::json::serialize(
      object{{"results", array{result_row("a"), nullptr, strange,
                               object{{"$withheld", "the row is not JSON"}}, result_row("c")}}});
  return page;
}

TEST(DastRows, AreThoseThatTheMapMakesFindingsOfOrRefuses) {
  DastTenant tenant;
  const Record page = mixed(tenant);
  RecordedRows seen;
  read(page, seen);
  const Output out = transform({page});
  std::set<uint64_t> wanted;
  for (const auto& finding : out.findings) wanted.insert(finding.source_ref().row());
  for (const auto& letter : out.dead)
    if (letter.reason().find("SEVERE") != std::string::npos) wanted.insert(letter.row());
  EXPECT_EQ(std::set<uint64_t>(seen.numbers.begin(), seen.numbers.end()), wanted);
  EXPECT_EQ(seen.numbers, (std::vector<uint64_t>{0, 2, 4}));
}

TEST(DastRows, BearWhatTheConnectorComputes) {
  DastTenant tenant;
  RecordedRows seen;
  read(mixed(tenant), seen);
  ASSERT_EQ(seen.roots.size(), 1U);
  EXPECT_EQ(seen.roots[0].at("environmentId").as_string(), "e");
  EXPECT_EQ(seen.roots[0].at("$scan").as_object().at("scanId").as_string(), "s");
  EXPECT_EQ(seen.rows.at(0).at("id").as_string(), "a");
  EXPECT_NE(seen.rows[0].at("$link").as_string().find("resultId=a"), std::string::npos);
  EXPECT_TRUE(seen.rows[0].at("$location").is_object());
}

TEST(DastRows, OfTheEnvironmentsPageAreNone) {
  DastTenant tenant;
  mixed(tenant);
  RecordedRows seen;
  read(tenant.sink->pages("e").at(0), seen);
  EXPECT_EQ(seen.roots.size(), 1U);
  EXPECT_TRUE(seen.numbers.empty());
}

}  // namespace
}  // namespace checkmarx::dast
