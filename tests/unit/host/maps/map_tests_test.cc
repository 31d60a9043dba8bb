// Cases in a map file: read strictly, run, and judged.
#include "maps/map_tests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "diagnostics/failure.hpp"
#include "ingest/sdk/map/yaml.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;

boost::json::value map_with(const std::string& tests) {
  return boost::json::parse(sdk::yaml_to_json(R"(kind: map
name: m
version: 1
for: x
rows:
  - {from: id, to: externalAssetId, identifier: true, published: true}
  - {from: name, to: assetDetail.name}
  - {from: 'findings[].id', to: 'findings[].identityKey', identifier: true}
  - {first_of: ['findings[].title', 'findings[].id'], to: 'findings[].name', published: true}
  - from: findings[].severity
    to: findings[].severity
    apply: [{value_map: {values: {HIGH: 4, LOW: 2}}}]
  - {const: NEW, to: 'findings[].findingStatus'}
  - {each: 'findings[].refs', fields: {url: $value}, to: 'findings[].references'}
  - {drop: finding, when: {path: 'findings[].gone', equals: true}, note: not wanted}
)" + (tests.empty() ? "" : "tests:\n" + tests)));
}

// "name: field: expected -> got" of each that fails.
std::string failures(const std::string& tests) {
  const boost::json::value map = map_with(tests);
  std::string all;
  for (const CaseResult& one : MapTests(map).run(sdk::TransformMap::from_json(map)))
    for (const Difference& difference : one.differences)
      all += one.name + ": " + difference.field + ": " + difference.expected + " -> " +
             difference.got + "\n";
  return all;
}

std::string refusal(const std::string& tests) {
  try {
    const MapTests read{map_with(tests)};
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), ExitStatus::kConfig);
    return std::string(failure.what()) + " | " + failure.hint();
  }
  return "";
}

TEST(MapTests, AMapMayHaveNone) {
  EXPECT_TRUE(MapTests(map_with("")).cases().empty());
  EXPECT_TRUE(MapTests(map_with("  []")).cases().empty());
  EXPECT_TRUE(MapTests(boost::json::value(7)).cases().empty());
}

TEST(MapTests, FindingsAndAssets) {
  const std::string root = "root: {id: p, name: n}";
  EXPECT_EQ(failures("  - {name: a, " + root + ", expect: {externalAssetId: p, name: n}}\n"), "");
  EXPECT_EQ(failures("  - {name: a, " + root + ", expect: {name: m}}\n"),
            "a: name: \"m\" -> \"n\"\n");
  EXPECT_EQ(
      failures("  - {name: f, row: {id: r, severity: HIGH}, expect: {name: r, severity: HIGH},"
               " absent: [references]}\n"),
      "");
  EXPECT_EQ(failures("  - {name: f, row: {id: r, severity: HIGH, refs: [u]}, expect: {severity: "
                     "LOW}, absent: [references]}\n"),
            "f: severity: \"SEVERITY_LOW\" -> \"SEVERITY_HIGH\"\n"
            "f: references: nothing -> [{\"url\":\"u\"}]\n");
  EXPECT_EQ(
      failures("  - {name: f, row: {id: r, severity: LOW}, exact: true, expect: {name: r}}\n"),
      "f: identityKey: nothing -> \"r\"\nf: severity: nothing -> \"SEVERITY_LOW\"\n"
      "f: status: nothing -> \"FINDING_STATUS_NEW\"\n");
}

TEST(MapTests, DeadLetters) {
  const std::string odd = "  - {name: f, row: {id: r, severity: ODD}, ";
  EXPECT_EQ(failures(odd + "dead_letter: not among the values}\n"), "");
  EXPECT_THAT(
      failures(odd + "dead_letter: no number}\n"),
      HasSubstr("f: : a dead letter, \"no number\" -> findings[].severity: it is not among"));
  EXPECT_THAT(failures(odd + "expect: {name: r}}\n"), HasSubstr("a message -> a dead letter: "));
  EXPECT_EQ(failures("  - {name: f, row: {id: r, severity: LOW}, dead_letter: x}\n"),
            "f: : a dead letter, \"x\" -> it is mapped\n");
  EXPECT_EQ(failures("  - {name: a, root: {id: p}, dead_letter: a required field}\n"), "");
}

TEST(MapTests, DroppedFindings) {
  const std::string gone = "  - {name: f, row: {id: r, severity: LOW, gone: true}, ";
  const std::string there = "  - {name: f, row: {id: r, severity: LOW}, ";
  EXPECT_EQ(failures(gone + "dropped: true}\n"), "");
  EXPECT_EQ(failures(there + "dropped: true}\n"), "f: : the finding is dropped -> it is mapped\n");
  EXPECT_THAT(failures(gone + "expect: {name: r}}\n"),
              HasSubstr("it is not dropped -> dropped by"));
  EXPECT_THAT(failures(gone + "dead_letter: dropped}\n"), HasSubstr("it is not dropped"));
  EXPECT_THAT(refusal("  - {name: a, root: {id: p}, dropped: true}\n"), HasSubstr("no \"row\""));
}

TEST(MapTests, ACaseLikeAnother) {
  const std::string model =
      "  - {name: m, root: {id: p}, row: {id: r, severity: LOW, a: {b: 1, c: 2}}, "
      "expect: {name: r}}\n";
  const boost::json::value map =
      map_with(model +
               "  - {name: n, like: m, row: {a: {c: null}, severity: ODD}, "
               "dead_letter: not among}\n");
  const MapTests tests(map);
  EXPECT_EQ(boost::json::serialize(*tests.cases()[1].row),
            R"({"id":"r","severity":"ODD","a":{"b":1,"c":null}})");
  EXPECT_EQ(boost::json::serialize(tests.cases()[1].root), R"({"id":"p"})");
  EXPECT_EQ(failures(model + "  - {name: n, like: m, row: {title: t}, expect: {name: t}}\n"), "");
  EXPECT_THAT(refusal(model + "  - {name: n, like: mm, expect: {name: t}}\n"),
              HasSubstr("case 2 (n): \"like\" names no case before this one: \"mm\" | "));
  EXPECT_THAT(refusal("  - {name: n, like: n, expect: {name: t}}\n"), HasSubstr("no case before"));
}

TEST(MapTests, WhatIsWrongWithACase) {
  EXPECT_THAT(refusal("  - 7\n"), HasSubstr("case 1: it must be a mapping"));
  EXPECT_THAT(refusal("  - {expect: {name: r}}\n"), HasSubstr("case 1: it has no \"name\""));
  EXPECT_THAT(refusal("  - {name: a, exect: {name: r}}\n"), HasSubstr("did you mean 'expect'?"));
  EXPECT_THAT(refusal("  - {name: a, row: {id: r}}\n"),
              HasSubstr("case 1 (a): it expects nothing"));
  EXPECT_THAT(refusal("  - {name: a, expect: {name: r}, dead_letter: x}\n"),
              HasSubstr("exclude each other"));
  EXPECT_THAT(refusal("  - {name: a, row: [1], expect: {name: r}}\n"),
              HasSubstr("\"row\" must be a mapping"));
  EXPECT_THAT(refusal("  - {name: a, row: {}, exact: 1, expect: {name: r}}\n"),
              HasSubstr("\"exact\" is true or false"));
  EXPECT_THAT(refusal("  - {name: a, dead_letter: ''}\n"), HasSubstr("must be a text"));
  EXPECT_THAT(refusal("  - {name: a, expect: {repoUrll: x}}\n"), HasSubstr("'repoUrl'"));
  EXPECT_THAT(refusal("  - {name: a, expect: {severity: HIGH}}\n"),
              HasSubstr("Asset has no member \"severity\""))
      << "without a row the case is about the asset";
  EXPECT_THAT(refusal("  - {name: a, expect: {name: r}}\n  - {name: a, expect: {name: r}}\n"),
              HasSubstr("case 2 (a): another case has the same name"));
  EXPECT_THAT(refusal("  {a: b}\n"), HasSubstr("\"tests\" must be a list"));
}

TEST(MapTests, TellsWhichTargetsAreLookedAt) {
  const boost::json::value map = map_with(
      "  - {name: a, root: {id: p}, expect: {externalAssetId: p}}\n"
      "  - {name: f, row: {id: r, refs: [u]}, expect: {severity: LOW, references: [{url: u}]}}\n"
      "  - {name: g, row: {id: r}, dead_letter: x}\n");
  std::string looked_at;
  for (const TargetCover& one : MapTests(map).cover(sdk::TransformMap::from_json(map)))
    looked_at += one.target + (one.published ? "*" : "") + (one.asserted ? "+ " : "- ");
  EXPECT_EQ(looked_at,
            "externalAssetId*+ assetDetail.name- findings[].identityKey- findings[].name*- "
            "findings[].severity+ findings[].findingStatus- findings[].references+ ");
}

}  // namespace
}  // namespace ingest::host
