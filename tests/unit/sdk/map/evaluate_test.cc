// Whole maps over whole records: the published rows on the sample page, what a dead letter says,
// and threads.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "map_fixture.hpp"
#include "maps/product_page.hpp"

namespace maptest {
namespace {

boost::json::object sample_page() {
  std::ifstream in(SAMPLES_DIR "/results-200-limit4-offset0.json");
  return object(std::string{std::istreambuf_iterator<char>(in), {}});
}

const char* const kProject =
    R"({"id": "p-1", "name": "shop", "repoUrl": "", "createdAt": "2026-01-10T13:29:26.427023Z",
        "tags": {"team": "red", "env": ""}, "$scan": {"id": "scan-9"}})";

TEST(ProductPage, MapsTheProject) {
  const TransformMap map = TransformMap::parse(kProductPage.json);
  ingest::v1::Asset asset;
  const Outcome outcome = map.map_asset(object(kProject), asset);
  ASSERT_TRUE(outcome.ok) << outcome.reason;
  EXPECT_EQ(asset.external_asset_id(), "p-1");
  EXPECT_EQ(asset.vendor_asset_id(), "p-1");
  EXPECT_EQ(asset.name(), "shop");
  EXPECT_EQ(asset.repo_url(), "");
  EXPECT_EQ(asset.source_created_at().seconds(), 1768051766);
  EXPECT_EQ(asset.source_created_at().nanos(), 427023000);
  ASSERT_EQ(asset.tags_size(), 2);
  EXPECT_EQ(asset.tags(0).key(), "env");
}

TEST(ProductPage, MapsTheRows) {
  const TransformMap map = TransformMap::parse(kProductPage.json);
  const boost::json::object page = sample_page();
  const auto& rows = ingest::sdk::json::array_at(page, "results");
  ASSERT_EQ(rows.size(), 4u);
  ingest::v1::Finding first;
  ASSERT_TRUE(map.map_finding(object(kProject), rows[0].get_object(), first).ok);
  EXPECT_EQ(first.name(), "Npm-example-parser-1.0.2 (CVE-2099-10001)");
  EXPECT_EQ(first.external_finding_id(), "CVE-2099-10001");
  EXPECT_EQ(first.identity_key(), "Q1ZFLTIwOTktMTAwMDFOcG0tZXhhbXBsZS1wYXJzZXI=");
  EXPECT_EQ(first.severity(), ingest::v1::SEVERITY_HIGH);
  EXPECT_EQ(first.status(), ingest::v1::FINDING_STATUS_ACTIVE);
  EXPECT_EQ(first.sub_category(), "sca");
  ASSERT_EQ(first.cwe_ids_size(), 1);
  EXPECT_EQ(first.cwe_ids(0), "CWE-400");
  EXPECT_EQ(first.cvss().base_score(), 7.5);
  ASSERT_EQ(first.references_size(), 2);
  EXPECT_EQ(first.references(1).type(), "Commit");
  EXPECT_EQ(first.scan_id(), "scan-9");
  ingest::v1::Finding sast;  // its cweId is a number, its name the query's
  ASSERT_TRUE(map.map_finding(object(kProject), rows[1].get_object(), sast).ok);
  EXPECT_EQ(sast.cwe_ids(0), "CWE-89");
  EXPECT_EQ(sast.name(), "SQL_Injection");
  EXPECT_FALSE(sast.has_cvss());
  ingest::v1::Finding score;
  ASSERT_TRUE(map.map_finding(object(kProject), rows[3].get_object(), score).ok);
  EXPECT_EQ(score.cvss().base_score(), 3.7);
}

TEST(ProductPage, DescribesItself) {
  const TransformMap map = TransformMap::parse(kProductPage.json);
  EXPECT_EQ(map.name(), "product-page");
  EXPECT_EQ(map.title(), "Product page");
  EXPECT_EQ(map.version(), 3u);
  EXPECT_EQ(map.connector(), "checkmarx-sca");
  int published = 0;
  for (const TransformMap::Row& row : map.rows()) published += row.published ? 1 : 0;
  EXPECT_EQ(published, 15);
  EXPECT_EQ(map.rows()[4].source, "id");
  EXPECT_TRUE(map.rows()[4].identifier);
  EXPECT_EQ(map.rows()[13].source.rfind("first of findings[].data.queryName, concat of", 0), 0u);
  EXPECT_NE(kProductPage.yaml.find("# The fifteen published rows"), std::string_view::npos);
}

TEST(DeadLetter, SaysWhatWasWrong) {
  const TransformMap map = TransformMap::parse(kProductPage.json);
  ingest::v1::Finding finding;
  const Outcome outcome = map.map_finding(
      object(kProject), object("{\"id\": \"x\", \"severity\": \"" + std::string(500, 'S') + "\"}"),
      finding);
  ASSERT_FALSE(outcome.ok);
  EXPECT_EQ(outcome.target, "findings[].severity");
  EXPECT_EQ(outcome.source, "findings[].severity");
  EXPECT_EQ(outcome.row, 10u);
  EXPECT_EQ(outcome.value.size(), 80u);
  EXPECT_EQ(outcome.reason,
            "findings[].severity: it is not among the values that the map knows (from "
            "findings[].severity, value " +
                outcome.value + ", row 10 of map product-page)");
}

TEST(DeadLetter, MissingRequiredField) {
  const Mapped unnamed =
      map_finding("  - {from: \"findings[].n\", to: \"findings[].name\"}\n", "{}");
  EXPECT_EQ(
      unnamed.outcome.reason,
      "findings[].name: a required field has no value (from findings[].n, row 1 of map test)");
  const Mapped asset = map_asset("  - {from: id, to: externalAssetId}\n", R"({"id": ""})");
  EXPECT_FALSE(asset.outcome.ok);
  EXPECT_EQ(asset.outcome.target, "externalAssetId");
  const Mapped identifier = map_finding(
      "  - {from: \"findings[].id\", to: \"findings[].externalFindingId\", identifier: true}\n",
      "{}");
  EXPECT_NE(identifier.outcome.reason.find("an identifier has no value"), std::string::npos);
}

TEST(DeadLetter, InvalidEmptyLeavesTheFieldOut) {
  const std::string row = R"({"d": "no date", "o": {"a": 1}})";
  EXPECT_FALSE(map_finding("  - {from: \"findings[].d\", to: \"findings[].firstFoundOn\"}\n", row)
                   .outcome.ok);
  const Mapped lenient = map_finding(
      "  - {from: \"findings[].d\", to: \"findings[].firstFoundOn\", invalid: empty}\n"
      "  - {from: \"findings[].o\", to: \"findings[].description\", invalid: empty}\n",
      row);
  ASSERT_TRUE(lenient.outcome.ok) << lenient.outcome.reason;
  EXPECT_FALSE(lenient.finding.has_first_found_on());
  EXPECT_EQ(lenient.finding.description(), "");
}

TEST(Types, MismatchesAreDeadLetters) {
  const auto into = [](const std::string& target, const std::string& value) {
    return map_finding("  - {from: \"findings[].v\", to: \"" + target + "\"}\n",
                       "{\"v\": " + value + "}")
        .outcome.ok;
  };
  const char* const values[] = {"true",      "-1",          "99999999999", "1.5",
                                R"("text")", R"({"a": 1})", R"([1, 2])",   R"([{"a": 1}])"};
  // What each target takes of these, in their order.
  const std::pair<const char*, const char*> table[] = {
      {"findings[].description", "yyyyy..."},       {"findings[].cveId", "yyyyy.y."},
      {"findings[].severity", "........"},          {"findings[].ignored", "y......."},
      {"findings[].location.port", "........"},     {"findings[].cvss.baseScore", "...y...."},
      {"findings[].sourceScore", ".yyy...."},       {"findings[].firstFoundOn", "........"},
      {"findings[].customAttributes.x", "yyyyy.y."}};
  for (const auto& [target, taken] : table) {
    for (std::size_t i = 0; i < std::size(values); ++i) {
      EXPECT_EQ(into(target, values[i]), taken[i] == 'y') << target << " " << values[i];
    }
    // What is empty is left out, unless it is required.
    EXPECT_EQ(into(target, "[]"), target != std::string("findings[].severity")) << target;
  }
  EXPECT_TRUE(into("findings[].location.port", "65535"));
  EXPECT_FALSE(into("findings[].location.port", "65536"));
  EXPECT_TRUE(into("findings[].location.port", R"("443")"));
  EXPECT_TRUE(into("findings[].severity", R"("CRITICAL")"));
  EXPECT_TRUE(into("findings[].severity", R"("5")"));
  EXPECT_FALSE(into("findings[].severity", "6"));
  EXPECT_FALSE(into("findings[].severity", "0"));
}

TEST(Types, RepeatedTargetsKeepOrderWithoutRepeats) {
  const Mapped mapped = map_finding(
      "  - {from: \"findings[].a\", to: cveId}\n  - {from: \"findings[].b\", to: "
      "\"findings[].cveId\"}\n",
      R"({"a": ["CVE-2", "CVE-1", "CVE-2"], "b": "CVE-1"})");
  ASSERT_EQ(mapped.finding.cve_ids_size(), 2);
  EXPECT_EQ(mapped.finding.cve_ids(0), "CVE-2");
}

TEST(Threads, OneMapServesMany) {
  const TransformMap map = TransformMap::parse(kProductPage.json);
  const boost::json::object page = sample_page();
  const boost::json::object project = object(kProject);
  ingest::v1::Finding expected;
  const boost::json::object& row = ingest::sdk::json::array_at(page, "results")[0].get_object();
  ASSERT_TRUE(map.map_finding(project, row, expected).ok);
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        ingest::v1::Finding finding;
        if (!map.map_finding(project, row, finding).ok ||
            finding.SerializeAsString() != expected.SerializeAsString()) {
          ++wrong[t];
        }
        TransformMap::parse(kProductPage.json);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace maptest
