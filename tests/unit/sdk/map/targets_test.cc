#include "ingest/sdk/map/targets.hpp"

#include <gtest/gtest.h>

#include <set>

#include "map_fixture.hpp"

namespace ingest::sdk::map {
namespace {

TEST(Targets, NamesAreUniqueAndDocumented) {
  std::set<std::string> names;
  for (const TargetInfo& target : targets()) {
    EXPECT_TRUE(names.insert(std::string(target.name)).second) << target.name;
    for (const std::string& alias : target.aliases) {
      EXPECT_TRUE(names.insert(alias).second) << alias;
    }
    EXPECT_FALSE(target.doc.empty()) << target.name;
    EXPECT_FALSE(target.type.empty()) << target.name;
  }
}

TEST(Targets, TheRequiredOnes) {
  std::set<std::string_view> required;
  for (const TargetInfo& target : targets()) {
    if (target.required) required.insert(target.name);
  }
  EXPECT_EQ(required, (std::set<std::string_view>{
                          "externalAssetId", "assetDetail.name", "findings[].identityKey",
                          "findings[].name", "findings[].severity", "findings[].findingStatus"}));
}

TEST(Targets, AliasesReachTheSameField) {
  for (const TargetInfo& target : targets()) {
    for (const std::string& alias : target.aliases) {
      const std::string rows = "  - {from: x, to: \"" + alias + "\"}\n";
      // Two rows for one field with one value are refused: proof that it is the same field.
      const std::string both = rows + "  - {from: x, to: \"" + std::string(target.name) + "\"}\n";
      if (!target.repeated) {
        EXPECT_NE(maptest::refusal(both).find("another row fills"), std::string::npos) << alias;
      } else {
        EXPECT_EQ(maptest::refusal(rows), "") << alias;
      }
    }
  }
}

}  // namespace
}  // namespace ingest::sdk::map
