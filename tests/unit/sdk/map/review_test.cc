// One case for each thing that the review of a map remarks upon, and where it says that it is.
#include "ingest/sdk/map/review.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "ingest/sdk/map/map_error.hpp"
#include "review_fixture.hpp"

namespace maptest {
namespace {

TEST(Review, NothingToSay) { EXPECT_EQ(reviewed(whole("")), ""); }

std::string file(const std::string& path) {
  std::ifstream in(std::string(PLUGINS_DIR) + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(Review, TheShippedMapsAreBeyondReproach) {
  for (const char* path : {"/checkmarx-sca/maps/checkmarx-sca-default.yaml",
                           "/checkmarx-dast/maps/checkmarx-dast-default.yaml"}) {
    const boost::json::value map = json_of(file(path));
    const Known known{ingest::sdk::map::known_paths(map)};
    EXPECT_GT(known.paths.size(), 40U) << path;
    EXPECT_EQ(shown(ingest::sdk::map::review(map, known)), "") << path;
  }
}

TEST(ReviewErrors, EachRowAndKeyIsJudgedOnItsOwn) {
  const std::string all =
      reviewed(whole("  - {from: a, to: repoUrl, apply: [trimm]}\n"
                     "  - {from: a, too: source}\n"
                     "  - {from: 'a..b', to: vendorName}\n"
                     "  - {from: a, to: sourc}\n",
                     "colour: red\nverison: 1\n"));
  EXPECT_EQ(
      all,
      "error /colour (key) 0: the map has no key 'colour' (known: kind, name, title, version, "
      "for, rows, tests)\n"
      "error /verison (key) 0: the map has no key 'verison'; did you mean 'version'? (known: kind, "
      "name, title, version, for, rows, tests)\n"
      "error /rows/0/apply/0 1: row 1 (to repoUrl): unknown function 'trimm'; did you mean "
      "'trim'?\n"
      "error /rows/1 2: row 2: the row needs 'to'\n"
      "error /rows/2/from 3: row 3 (to vendorName): the path 'a..b' has an empty member name\n"
      "error /rows/3/to 4: row 4: unknown target 'sourc'; did you mean 'source'?\n");
}

TEST(ReviewErrors, KnowTheirPlace) {
  const auto place = [](const std::string& row) {
    const std::string all = of_row(row);
    return all.substr(0, all.find(' ', all.find(' ') + 1)) +
           (all.find("(key)") != std::string::npos ? " key" : "");
  };
  EXPECT_EQ(place("from: a, to: repoUrl, nots: x"), "error /rows/0/nots key");
  EXPECT_EQ(place("from: a, to: repoUrl, published: x"), "error /rows/0/published");
  EXPECT_EQ(place("from: a, to: repoUrl, apply: [trim, {splt: x}]"),
            "error /rows/0/apply/1/splt key");
  EXPECT_EQ(place("from: a, to: repoUrl, apply: [{clamp: {min: 2, max: 1}}]"),
            "error /rows/0/apply/0/clamp");
  EXPECT_EQ(place("from: a, to: repoUrl, apply: [{date: {zone: CET}}]"),
            "error /rows/0/apply/0/date");
  EXPECT_EQ(place("from: a, to: repoUrl, apply: [{value_map: {values: {b/c: [1]}}}]"),
            "error /rows/0/apply/0/value_map/values/b~1c");
  EXPECT_EQ(place("to: repoUrl, first_of: [a, {concat: [b, '..']}]"),
            "error /rows/0/first_of/1/concat/1");
  EXPECT_EQ(place("from: a, const: b, to: repoUrl"), "error /rows/0/const key");
  EXPECT_EQ(place("from: a, to: repoUrl, when: {path: '..', equals: 1}"),
            "error /rows/0/when/path");
  EXPECT_EQ(place("from: a, to: repoUrl, when: {all: [{path: b, equals: [1]}]}"),
            "error /rows/0/when/all/0/equals");
  EXPECT_EQ(place("each: a, to: tags, fields: {kye: x}"), "error /rows/0/fields/kye key");
  EXPECT_EQ(place("from: 'findings[].a', to: repoUrl"), "error /rows/0");
}

TEST(ReviewErrors, TypesInsideOfParts) {
  EXPECT_EQ(of_row("first_of: [a, {from: b, apply: [date]}], to: criticality"),
            "error /rows/0/first_of/1 1: row 1 (to criticality): the source gives a time and the "
            "target takes a value of type integer\n");
  EXPECT_EQ(of_row("first_of: [a, 'b[]'], to: repoUrl"),
            "error /rows/0/first_of/1 1: row 1 (to repoUrl): the source is a list and the target "
            "takes one value; add join, first or last\n");
  EXPECT_EQ(of_row("first_of: [a, 'b[]'], to: repoUrl, apply: [first]"), "");
  EXPECT_EQ(
      of_row("each: a, to: tags, fields: {key: k, value: 'v[]'}"),
      "error /rows/0/fields/value 1: row 1 (to tags): field 'value': the source is a list and "
      "the field takes one value; add join, first or last\n");
  EXPECT_EQ(of_row("const: 7, to: criticality"),
            "error /rows/0/const 1: row 1 (to criticality): the value 7 does not fit: the target "
            "takes a whole number from 0 to 5\n");
}

TEST(ReviewErrors, ARequiredTargetIsMissedOnce) {
  const std::string yaml =
      "kind: map\nname: test\nversion: 1\nfor: test\nrows:\n"
      "  - {from: id, to: externalAssetId, identifier: true}\n"
      "  - {from: name, to: assetDetail.name}\n"
      "  - {from: 'findings[].id', to: 'findings[].identityKey', identifier: true}\n"
      "  - {from: 'findings[].title', to: 'findings[].name', apply: [nonsense]}\n"
      "  - {from: 'findings[].level', to: 'findings[].severity'}\n";
  EXPECT_EQ(reviewed(yaml),
            "error /rows/3/apply/0 4: row 4 (to findings[].name): unknown function 'nonsense'\n"
            "error /rows (key) 0: no row fills 'findings[].findingStatus', which every record must "
            "have; add a row with to: findings[].findingStatus\n");
}

TEST(ReviewErrors, ParsingThrowsTheFirstWithItsPlace) {
  try {
    ingest::sdk::TransformMap::from_json(
        json_of(whole("  - {from: a, to: repoUrl, apply: [trimm]}\n  - {from: a, to: sourc}\n")));
    FAIL() << "accepted";
  } catch (const ingest::sdk::MapError& e) {
    EXPECT_EQ(e.code(), INGEST_E_CONFIG);
    EXPECT_STREQ(e.what(),
                 "map 'test': row 1 (to repoUrl): unknown function 'trimm'; did you mean 'trim'?");
    EXPECT_EQ(e.pointer(), "/rows/0/apply/0");
    EXPECT_FALSE(e.at_key());
  }
}

TEST(ReviewErrors, AnIdentifierMustBeMarked) {
  const std::string yaml =
      "kind: map\nname: test\nversion: 1\nfor: test\nrows:\n"
      "  - {from: id, to: externalAssetId}\n"
      "  - {from: name, to: assetDetail.name}\n"
      "  - {from: 'findings[].id', to: 'findings[].identityKey', identifier: false}\n"
      "  - {from: 'findings[].title', to: 'findings[].name', identifier: true}\n"
      "  - {from: 'findings[].level', to: 'findings[].severity'}\n"
      "  - {const: NEW, to: 'findings[].findingStatus'}\n";
  EXPECT_EQ(reviewed(yaml),
            "error /rows/0 1: row 1 (to externalAssetId): no row that fills 'externalAssetId' is "
            "marked as an identifier; add identifier: true to the one whose value tells assets "
            "apart\n"
            "error /rows/2 3: row 3 (to findings[].identityKey): no row that fills "
            "'findings[].identityKey' is marked as an identifier; add identifier: true to the one "
            "whose value tells findings apart\n");
}

TEST(ReviewTests, TheirShape) {
  EXPECT_EQ(reviewed(whole("",
                           "tests:\n  - 5\n  - {expect: {}}\n  - {name: n}\n"
                           "  - {name: n, expect: [1]}\n")),
            "warning /tests/0 0: a test is a mapping with name, root, row and expect\n"
            "warning /tests/1 0: the test has no name; add name: WHAT IT SHOWS\n"
            "warning /tests/2 0: the test expects nothing; add expect: {TARGET: VALUE}\n");
  EXPECT_EQ(reviewed(whole("", "tests: 5\n")), "error /tests 0: 'tests' must be a list\n");
}

TEST(Review, IsBounded) {
  std::string rows;
  for (int i = 0; i < 1500; ++i)
    rows += "  - {from: x" + std::to_string(i) + ", to: customAttributes.x}\n";
  const auto remarks = ingest::sdk::map::review(json_of(whole(rows)), known());
  ASSERT_EQ(remarks.size(), 1000U);
  EXPECT_NE(remarks.back().text.find("further warnings are left out"), std::string::npos);
}

}  // namespace
}  // namespace maptest
