// ingest.rows/1: what the map sees of a page is what transform gives it.
#include <gtest/gtest.h>

#include <set>

#include "checkmarx-sca/settings.hpp"
#include "checkmarx-sca/transform.hpp"
#include "recorded_rows.hpp"
#include "sca_pages.hpp"
#include "sca_tenant.hpp"
#include "scripted_host.hpp"

namespace checkmarx::sca {
namespace {

using boost::json::object;

void read(const Project& project, const std::string& body, uint64_t place, RecordedRows& out,
          const object& scope = {}) {
  const Settings parsed = parse_settings(settings(scope), 0);
  ingest::test::Record page;
  page.type = "application/json";
  page.unit = project.id;
  page.payload = body;
  page.context = context_of(project);
  page.place = place;
  const ingest_record record = ingest::test::page_record(page);
  Transform(parsed).rows(ingest::sdk::Page(&record), out.sink());
}

// A good row, another engine's, one that the map refuses, broken ones.
constexpr char kMixed[] =
    R"([{"type":"sca","id":"CVE-2099-1","severity":"LOW","status":"NEW",)"
    R"("data":{"packageIdentifier":"Npm-on-headers-1.0.2"},)"
    R"("vulnerabilityDetails":{"cvss":{"version":"3.1","attackVector":"NETWORK",)"
    R"("attackComplexity":"LOW","privilegesRequired":"NONE","userInteraction":"NONE",)"
    R"("scope":"UNCHANGED","confidentiality":"HIGH","integrity":"HIGH","availability":"HIGH"}}},)"
    R"({"type":"kics","id":"k"},)"
    R"({"type":"sca","id":"x","severity":"SEVERE","status":"NEW"},)"
    R"(7,{"type":9},{"type":"sca","severity":LOW},)"
    R"({"type":"sca","id":"CVE-2099-2","severity":"HIGH","status":"FIXED"}])";

TEST(ScaRows, AreThoseThatTheMapMakesFindingsOfOrRefuses) {
  RecordedRows seen;
  read(sample_project(), std::string("{\"results\":") + kMixed + "}", 1, seen);
  const Output out = rows(kMixed);
  std::set<uint64_t> wanted;
  for (const auto& finding : out.findings) wanted.insert(finding.source_ref().row());
  for (const auto& letter : out.dead)
    if (letter.reason().find("SEVERE") != std::string::npos) wanted.insert(letter.row());
  EXPECT_EQ(std::set<uint64_t>(seen.numbers.begin(), seen.numbers.end()), wanted);
  EXPECT_EQ(seen.numbers, (std::vector<uint64_t>{0, 2, 6}));
  EXPECT_EQ(out.dead.size(), 4U) << "the others never get to the map";
}

TEST(ScaRows, BearWhatTheConnectorComputes) {
  RecordedRows seen;
  read(sample_project(), std::string("{\"results\":") + kMixed + "}", 1, seen);
  ASSERT_EQ(seen.roots.size(), 1U);
  EXPECT_EQ(seen.roots[0].at("id").as_string(), sample_project().id);
  EXPECT_EQ(seen.roots[0].at("$scan").as_object().at("id").as_string(),
            "51515151-0000-4000-8000-000000000001");
  const object& package = seen.rows.at(0).at("$package").as_object();
  EXPECT_EQ(package.at("name").as_string(), "on-headers");
  EXPECT_EQ(package.at("version").as_string(), "1.0.2");
  EXPECT_EQ(seen.rows[0].at("$cvss").as_object().at("vector").as_string(),
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
  EXPECT_EQ(seen.rows[0].at("id").as_string(), "CVE-2099-1");
}

// A map over the handed out objects gives the finding that transform gives.
TEST(ScaRows, MapToTheSameFinding) {
  RecordedRows seen;
  read(sample_project(), std::string("{\"results\":") + kMixed + "}", 1, seen);
  const Settings parsed = parse_settings(settings(object{}), 0);
  ingest::v1::Finding mapped;
  ASSERT_TRUE(parsed.map.map_finding(seen.roots.at(0), seen.rows.at(0), mapped));
  ingest::v1::Finding whole = rows(kMixed).findings.at(0);
  EXPECT_EQ(mapped.package().version(), "1.0.2");
  whole.clear_source_ref();
  whole.set_external_asset_id(mapped.external_asset_id());
  whole.set_asset_class(mapped.asset_class());
  EXPECT_EQ(mapped.SerializeAsString(), whole.SerializeAsString());
}

TEST(ScaRows, OfTheProjectsPageAreNone) {
  RecordedRows seen;
  read(sample_project(), "{}", 0, seen);
  EXPECT_EQ(seen.roots.size(), 1U);
  EXPECT_TRUE(seen.numbers.empty());
}

TEST(ScaRows, OutsideTheScopeAreNone) {
  RecordedRows seen;
  read(sample_project(), std::string("{\"results\":") + kMixed + "}", 1, seen,
       {{"findings", boost::json::array{}}});
  EXPECT_EQ(seen.roots.size(), 1U);
  EXPECT_TRUE(seen.numbers.empty());
}

TEST(ScaRows, StopWhenTheHostSaysSo) {
  RecordedRows seen;
  seen.answer = INGEST_E_CANCELLED;
  try {
    read(sample_project(), std::string("{\"results\":") + kMixed + "}", 1, seen);
    FAIL() << "the refusal was lost";
  } catch (const ingest::sdk::Error& error) {
    EXPECT_EQ(error.code(), INGEST_E_CANCELLED);
  }
  EXPECT_EQ(seen.numbers.size(), 1U);
}

}  // namespace
}  // namespace checkmarx::sca
