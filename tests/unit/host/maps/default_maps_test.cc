// The maps that ship: their own cases pass, and say what each published row makes.
#include <gtest/gtest.h>

#include <set>

#include "ingest/sdk/map/transform_map.hpp"
#include "maps/map_file.hpp"
#include "maps/map_tests.hpp"

namespace ingest::host {
namespace {

struct Shipped {
  const char* file;
  std::set<std::string> published;  // the rows of the product page
};

class DefaultMaps : public ::testing::TestWithParam<Shipped> {
 protected:
  DefaultMaps()
      : file(read_map_file(std::string(INGEST_PLUGINS) + GetParam().file)),
        json(boost::json::parse(file.json)),
        tests(json),
        map(sdk::TransformMap::from_json(json)) {}
  MapFile file;
  boost::json::value json;
  MapTests tests;
  sdk::TransformMap map;
};

TEST_P(DefaultMaps, PassTheirCases) {
  ASSERT_GT(tests.cases().size(), 20U);
  for (const CaseResult& one : tests.run(map))
    for (const Difference& difference : one.differences)
      ADD_FAILURE() << one.name << ": " << difference.field << ": expected " << difference.expected
                    << ", got " << difference.got;
}

TEST_P(DefaultMaps, SayWhatEachRowMakes) {
  std::set<std::string> published;
  for (const TargetCover& one : tests.cover(map)) {
    EXPECT_TRUE(one.asserted) << one.target << " is looked at by no case";
    if (one.published) published.insert(one.target);
  }
  EXPECT_EQ(published, GetParam().published);
}

// A case that asserts what a row makes goes red when the row is gone.
TEST_P(DefaultMaps, MissEachPublishedRowThatIsGone) {
  for (const sdk::TransformMap::Row& row : map.rows()) {
    if (!row.published) continue;
    boost::json::value without = json;
    boost::json::value& changed = without.at("rows").at(row.number - 1);
    // Gone altogether a required field would make the map invalid.
    changed.as_object()["when"] = {{"path", "$never"}, {"exists", true}};
    std::size_t failed = 0;
    for (const CaseResult& one : tests.run(sdk::TransformMap::from_json(without)))
      failed += one.passed() ? 0U : 1U;
    EXPECT_GT(failed, 0U) << "row " << row.number << " to " << row.target;
  }
}

INSTANTIATE_TEST_SUITE_P(
    OfBothConnectors, DefaultMaps,
    ::testing::Values(
        Shipped{"/checkmarx-sca/maps/checkmarx-sca-default.yaml",
                {"cveId", "repoUrl", "sourceCreatedAt", "assetDetail.name", "externalAssetId",
                 "vendorAssetId", "findings[].subCategory", "findings[].externalFindingId",
                 "findings[].findingStatus", "findings[].severity", "findings[].firstFoundOn",
                 "findings[].lastFoundOn", "findings[].description", "findings[].name", "cweId"}},
        Shipped{"/checkmarx-dast/maps/checkmarx-dast-default.yaml",
                {"externalAssetId", "vendorAssetId", "assetDetail.name", "sourceCreatedAt",
                 "findings[].externalFindingId", "findings[].name", "findings[].description",
                 "findings[].severity", "findings[].findingStatus", "findings[].cweId",
                 "findings[].subCategory", "applicationUrl"}}),
    [](const auto& which) { return which.index == 0 ? "Sca" : "Dast"; });

}  // namespace
}  // namespace ingest::host
