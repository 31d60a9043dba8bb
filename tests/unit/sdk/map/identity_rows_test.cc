// What identifies an asset or finding, as a text: equal for maps that tell findings apart alike.
#include "ingest/sdk/map/identity_rows.hpp"

#include <gtest/gtest.h>

#include "map_fixture.hpp"

namespace maptest {
namespace {

std::string identity(const std::string& rows) {
  const std::string json = ingest::sdk::yaml_to_json("rows:\n" + rows);
  return ingest::sdk::identity_rows(boost::json::parse(json));
}

TEST(IdentityRows, OnlyThoseThatIdentifyInTheOrderOfTheTargets) {
  EXPECT_EQ(identity("  - {from: 'findings[].id', to: 'finding[].identityKey', identifier: true}\n"
                     "  - {from: name, to: assetDetail.name}\n"
                     "  - {from: id, to: externalAssetId, note: n, published: true}\n"
                     "  - {from: env, to: 'findings[].externalAssetId'}\n"),
            R"([{"from":"id","to":"externalAssetId"},)"
            R"({"from":"env","to":"findings[].externalAssetId"},)"
            R"({"from":"findings[].id","to":"findings[].identityKey"}])");
}

TEST(IdentityRows, WaysToWriteTheSameAreTheSame) {
  const std::string one = identity(
      "  - first_of: [a, {concat: [b, {const: c}], separator: ''}]\n"
      "    to: externalAssetId\n    apply: [trim, {drop_if: {in: [x], equals: y}}]\n"
      "    invalid: dead-letter\n");
  EXPECT_EQ(one,
            identity("  - to: externalAssetId\n"
                     "    apply: [{trim: }, {drop_if: {equals: y, in: [x]}}]\n"
                     "    first_of: [{from: a, apply: []}, {concat: [{from: b}, {const: c}]}]\n"
                     "    note: another\n"));
}

TEST(IdentityRows, WhatChangesAValueMakesADifference) {
  const std::string one = identity("  - {from: a, to: externalAssetId}\n");
  for (const char* other : {"{from: b, to: externalAssetId}", "{const: a, to: externalAssetId}",
                            "{from: a, to: externalAssetId, apply: [lower]}",
                            "{from: a, to: externalAssetId, when: {path: b, exists: true}}",
                            "{from: a, to: externalAssetId, invalid: empty}",
                            "{from: a, to: 'findings[].identityKey'}"}) {
    EXPECT_NE(one, identity("  - " + std::string(other) + "\n")) << other;
  }
  EXPECT_NE(identity("  - {concat: [a, b], separator: '|', to: externalAssetId}\n"),
            identity("  - {concat: [b, a], separator: '|', to: externalAssetId}\n"));
}

TEST(IdentityRows, AnythingIsTaken) {
  for (const char* json : {"null", "[]", "{}", R"({"rows":5})", R"({"rows":[null,5,{"to":7}]})",
                           R"({"rows":[{"to":"customAttributes."},{"to":"nonsense"}]})"}) {
    EXPECT_EQ(ingest::sdk::identity_rows(boost::json::parse(json)), "[]") << json;
  }
  EXPECT_EQ(ingest::sdk::identity_rows(boost::json::parse(
                R"({"rows":[{"to":"externalAssetId","first_of":5,"apply":"trim"}]})")),
            R"([{"apply":"trim","first_of":5,"to":"externalAssetId"}])");
}

}  // namespace
}  // namespace maptest
