// One case for each thing that the review of a map remarks upon, and where it says that it is.
#include "ingest/sdk/map/review.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "ingest/sdk/map/map_error.hpp"
#include "map_fixture.hpp"

namespace maptest {
namespace {

using ingest::sdk::Place;
using ingest::sdk::map::Known;
using ingest::sdk::map::Level;
using ingest::sdk::map::Remark;

std::string shown(const Remark& remark) {
  return std::string(remark.level == Level::kError ? "error " : "warning ") + remark.pointer +
         (remark.at_key ? " (key)" : "") + " " + std::to_string(remark.row) + ": " + remark.text;
}

std::string shown(const std::vector<Remark>& remarks) {
  std::string all;
  for (const Remark& remark : remarks) all += shown(remark) + "\n";
  return all;
}

boost::json::value json_of(const std::string& yaml) {
  return boost::json::parse(ingest::sdk::yaml_to_json(yaml));
}

// A whole map about which there is nothing to say, with rows beside its own.
std::string whole(const std::string& rows, const std::string& more = "") {
  return "kind: map\nname: test\nversion: 1\nfor: test\nrows:\n" + rows +
         "  - {from: id, to: externalAssetId, identifier: true}\n"
         "  - {from: name, to: assetDetail.name}\n"
         "  - {from: 'findings[].id', to: 'findings[].identityKey', identifier: true}\n"
         "  - {from: 'findings[].title', to: 'findings[].name'}\n"
         "  - {from: 'findings[].level', to: 'findings[].severity'}\n"
         "  - {const: NEW, to: 'findings[].findingStatus'}\n" +
         more;
}

std::string reviewed(const std::string& yaml, const Known& known = {}) {
  return shown(ingest::sdk::map::review(json_of(yaml), known));
}

// What is said of one row in flow style.
std::string of_row(const std::string& row, const Known& known = {}) {
  return reviewed(whole("  - {" + row + "}\n"), known);
}

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

Known known() {
  return {ingest::sdk::map::known_paths(json_of(whole(
      "  - {from: repo.url, to: repoUrl}\n"
      "  - {from: '$scan.id', to: customAttributes.scan}\n"
      "  - {each: 'findings[].data.packages', to: 'findings[].references', fields: {url: url}}\n"
      "  - {each: labels, to: tags, fields: {key: $key, value: $value}}\n",
      "tests:\n  - {name: t, root: {groups: [{name: g}]}, row: {\"odd.name\": 1}, expect: "
      "{}}\n")))};
}

TEST(ReviewPaths, KnownOnes) {
  EXPECT_EQ(known().paths,
            (std::set<std::string>{
                "$scan.id", "findings[].data.packages", "findings[].data.packages[].url",
                "findings[].id", "findings[].level", "findings[].title", "findings[][\"odd.name\"]",
                "groups[].name", "id", "labels", "labels.*", "labels[]", "name", "repo.url"}));
  for (const char* row :
       {"from: repo.url, to: repoUrl", "from: 'groups[].name', to: customAttributes.g",
        "from: labels.team, to: repoUrl", "from: 'findings[][\"odd.name\"]', to: cveId",
        "each: 'groups[]', to: tags, fields: {key: name}",
        "each: repo, to: tags, fields: {key: $key, value: $value}",
        "from: 'repo[].url', to: customAttributes.u"}) {
    EXPECT_EQ(of_row(row, known()), "") << row;
  }
}

TEST(ReviewPaths, UnknownOnesWithTheNearest) {
  EXPECT_EQ(of_row("from: repo.uri, to: repoUrl", known()),
            "warning /rows/0/from 1: row 1: no source field 'repo.uri' is known; did you mean "
            "'repo.url'?\n");
  EXPECT_EQ(of_row("from: $scan.ids, to: repoUrl", known()),
            "warning /rows/0/from 1: row 1: the connector is not known to compute '$scan.ids'; did "
            "you mean '$scan.id'?\n");
  EXPECT_EQ(of_row("from: groups.name, to: repoUrl", known()),
            "warning /rows/0/from 1: row 1: no source field 'groups.name' is known; did you mean "
            "'groups[].name'?\n");
  EXPECT_EQ(of_row("from: title, to: 'findings[].description'", known()),
            "warning /rows/0/from 1: row 1: no source field 'title' is known; did you mean "
            "'findings[].title'?\n");
  EXPECT_EQ(of_row("from: url, to: repoUrl", known()).find("did you mean 'repo.url'") ==
                std::string::npos,
            true);  // two paths end so
  EXPECT_EQ(of_row("from: repo.url.host, to: repoUrl", known()),
            "warning /rows/0/from 1: row 1: no source field 'repo.url.host' is known; did you mean "
            "'repo.url'?\n");
  EXPECT_EQ(
      of_row("from: completely.else, to: repoUrl", known()),
      "warning /rows/0/from 1: row 1: no source field 'completely.else' is known; a case under "
      "'tests' that holds it makes it known\n");
  EXPECT_EQ(of_row("each: 'findings[].data.packages', to: 'findings[].references', "
                   "fields: {url: {first_of: [ulr, url]}}",
                   known()),
            "warning /rows/0/fields/url/first_of/0 1: row 1: no source field "
            "'findings[].data.packages[].ulr' is known; did you mean 'url'?\n");
  EXPECT_EQ(of_row("from: id, to: repoUrl, when: {any: [{path: id, exists: true}, {not: {path: ip, "
                   "exists: true}}]}",
                   known()),
            "warning /rows/0/when/any/1/not/path 1: row 1: no source field 'ip' is known; did you "
            "mean 'id'?\n");
}

TEST(ReviewPaths, TheMapsOwnTestsMakeThemKnown) {
  const std::string row = "  - {from: fresh.field, to: repoUrl}\n";
  EXPECT_NE(reviewed(whole(row), known()), "");
  EXPECT_EQ(reviewed(whole(row, "tests:\n  - {name: t, root: {fresh: {field: 1}}, expect: {}}\n"),
                     known()),
            "");
  EXPECT_EQ(reviewed(whole(row)), "") << "without known paths nothing is said";
}

TEST(ReviewFallbacks, WhatIsNeverReached) {
  EXPECT_EQ(of_row("first_of: [a, {const: x}, b], to: repoUrl"),
            "warning /rows/0/first_of/2 1: row 1: this part is never reached: part 2 of the "
            "first_of always has a value\n");
  EXPECT_EQ(of_row("first_of: [{from: a, apply: [trim, {default: x}, upper]}, b], to: repoUrl"),
            "warning /rows/0/first_of/1 1: row 1: this part is never reached: part 1 of the "
            "first_of always has a value\n");
  EXPECT_EQ(of_row("first_of: [a, b, {from: a, apply: []}], to: repoUrl"),
            "warning /rows/0/first_of/2 1: row 1: this part is the same as part 1 of the first_of, "
            "so it is never of use\n");
  EXPECT_EQ(of_row("each: a, to: tags, fields: {key: {first_of: [{const: x}, $key]}}"),
            "warning /rows/0/fields/key/first_of/1 1: row 1: this part is never reached: part 1 of "
            "the first_of always has a value\n");
  EXPECT_EQ(
      of_row("const: x, to: repoUrl, apply: [{default: y}]"),
      "warning /rows/0/apply/0 1: row 1: 'default' is never used: what comes before it always "
      "has a value\n");
  // Each of these may have nothing.
  for (const char* row :
       {"first_of: [{from: a, apply: [{default: x}, trim]}, b], to: repoUrl",
        "first_of: [{from: a, apply: [{default: x}, {drop_if: x}]}, b], to: repoUrl",
        "first_of: [{from: a, apply: [{default: x}, {value_map: {values: {y: z}, unknown: "
        "empty}}]},"
        " b], to: repoUrl",
        "first_of: [{const: x, when: {path: c, exists: true}}, b], to: repoUrl",
        "from: a, to: repoUrl, apply: [{value_map: {values: {y: z}, unknown: {default: x}}}, "
        "{default: x}]"}) {
    EXPECT_EQ(of_row(row), "") << row;
  }
}

TEST(ReviewFunctions, WhatHasNothingToDo) {
  EXPECT_EQ(
      of_row("const: x, to: repoUrl, apply: [{drop_if: x}, upper, lower]"),
      "warning /rows/0/apply/0 1: row 1: 'drop_if' leaves nothing of the constant before it\n");
  EXPECT_EQ(of_row("const: x, to: sourceCreatedAt, apply: [date]"),
            "warning /rows/0/apply/0 1: row 1: 'date' can't take the constant \"x\": it is no date "
            "that can be read (rfc3339)\n");
  EXPECT_EQ(
      of_row("concat: [{const: a}, {const: b}], to: repoUrl, apply: [trim]"),
      "warning /rows/0/concat 1: row 1: the concat is always empty: it needs a part that is no "
      "constant\n"
      "warning /rows/0/apply/0 1: row 1: 'trim' never has anything to do: no value comes this "
      "far\n");
  EXPECT_EQ(of_row("from: a, to: repoUrl, apply: [{default: ''}]"),
            "warning /rows/0/apply/0 1: row 1: 'default' with nothing in it does nothing\n");
}

TEST(ReviewFunctions, WhatCannotTakeWhatItGets) {
  EXPECT_EQ(of_row("from: a, to: 'findings[].sourceScore', apply: [date, number]"),
            "warning /rows/0/apply/1 1: row 1: 'number' can't take the time that 'date' gives\n");
  EXPECT_EQ(of_row("from: a, to: sourceCreatedAt, apply: [integer, date]"),
            "warning /rows/0/apply/1 1: row 1: 'date' can't take the number that 'integer' gives; "
            "{date: {forms: [unix_seconds]}} does\n");
  EXPECT_EQ(
      of_row("from: a, to: sourceCreatedAt, apply: [integer, {date: {forms: [unix_millis]}}]"), "");
  EXPECT_EQ(
      of_row("from: a, to: repoUrl, apply: [upper, trim, {value_map: {values: {A: 1, b: 2}}}]"),
      "warning /rows/0/apply/2/value_map/values/b (key) 1: row 1: 'b' never matches: 'upper' "
      "before it leaves no such letters\n");
  EXPECT_EQ(
      of_row("from: a, to: repoUrl, apply: [lower, {drop_if: {in: [none, NONE]}}]"),
      "warning /rows/0/apply/1/drop_if/in/1 1: row 1: 'NONE' never matches: 'lower' before it "
      "leaves no such letters\n");
  EXPECT_EQ(of_row("from: a, to: repoUrl, apply: [upper, {value_map: {values: {b: 2}, "
                   "ignore_case: true}}]"),
            "");
  EXPECT_EQ(of_row("from: a, to: repoUrl, apply: [upper, {default: x}, {drop_if: x}]"), "");
}

TEST(ReviewConditions, WhatNeverOrAlwaysHolds) {
  const auto of_when = [](const std::string& when) {
    return of_row("from: a, to: repoUrl, when: " + when);
  };
  EXPECT_EQ(of_when("{all: [{path: b, equals: 5}, {path: b, not_equals: '5'}]}"),
            "warning /rows/0/when 1: row 1: this condition never holds\n");
  EXPECT_EQ(of_when("{all: [{path: b, in: [x, y]}, {path: b, exists: false}]}"),
            "warning /rows/0/when 1: row 1: this condition never holds\n");
  EXPECT_EQ(
      of_when("{all: [{path: b, matches: x}, {any: [{path: c, exists: true}, {path: d, equals: "
              "1}]}, {not: {path: b, matches: x}}]}"),
      "warning /rows/0/when 1: row 1: this condition never holds\n");
  EXPECT_EQ(of_when("{any: [{path: b, exists: true}, {path: b, exists: false}]}"),
            "warning /rows/0/when 1: row 1: this 'any' always holds\n");
  EXPECT_EQ(of_when("{any: [{path: b, equals: 1}, {path: b, in: ['1']}]}"),
            "warning /rows/0/when/any/1 1: row 1: this part of 'any' repeats one before it\n");
  // A list may hold both.
  EXPECT_EQ(of_when("{all: [{path: b, equals: 1}, {path: b, equals: 2}]}"), "");
  EXPECT_EQ(of_when("{all: [{path: b, equals: ''}, {path: b, exists: false}]}"), "");
}

TEST(ReviewConditions, InsideOfARowWithOne) {
  EXPECT_EQ(of_row("to: repoUrl, when: {path: b, equals: 1}, "
                   "first_of: [{from: a, when: {path: b, not_equals: 1}}, c]"),
            "warning /rows/0/first_of/0/when 1: row 1: this condition never holds where the row's "
            "does\n");
  EXPECT_EQ(of_row("to: repoUrl, when: {all: [{path: b, equals: 1}, {path: c, exists: true}]}, "
                   "first_of: [{from: a, when: {path: b, in: [1]}}, c]"),
            "warning /rows/0/first_of/0/when 1: row 1: the row has this condition already\n");
}

TEST(ReviewRows, Overlaps) {
  EXPECT_EQ(
      reviewed(whole("  - {from: a, to: repoUrl, when: {path: b, equals: 1}}\n"
                     "  - {from: c, to: repoUrl, when: {equals: 1, path: b}}\n")),
      "warning /rows/1/when 2: row 2: row 1 fills 'repoUrl' under the same condition; this row "
      "overwrites it\n");
  EXPECT_EQ(
      reviewed(whole("  - {from: a, to: repoUrl, when: {path: b, equals: 1}}\n"
                     "  - {const: c, to: repoUrl}\n")),
      "warning /rows/0 1: row 1: the row never shows: row 2, which has no 'when', always fills "
      "'repoUrl' after it; put that one first\n");
  EXPECT_EQ(reviewed(whole("  - {const: c, to: repoUrl}\n"
                           "  - {from: a, to: repoUrl, when: {path: b, equals: 1}}\n")),
            "");
  EXPECT_EQ(reviewed(whole("  - {from: 'findings[].a', to: cveId}\n"
                           "  - {from: 'findings[].a', to: 'findings[].cveIds', note: again}\n"
                           "  - {from: a, to: customAttributes.x}\n"
                           "  - {from: a, to: customAttributes.y}\n")),
            "warning /rows/1 2: row 2: it does the same as row 1\n");
}

TEST(ReviewRows, RowsThatDrop) {
  const std::string drop =
      "  - {drop: finding, when: {path: 'findings[].a', equals: 1}, note: n}\n";
  EXPECT_EQ(reviewed(whole(drop)), "");
  EXPECT_EQ(reviewed(whole(drop + drop)),
            "warning /rows/1/when 2: row 2: row 1 drops these findings already\n");
  EXPECT_EQ(
      of_row("drop: asset, when: {path: a, equals: 1}"),
      "error /rows/0/drop 1: row 1 (drop): 'drop' takes finding, not 'asset'; an asset is left "
      "out by the connection's scope\n");
  EXPECT_EQ(of_row("drop: finding, when: {all: [{path: a, exists: true}, {path: a, exists: "
                   "false}]}"),
            "warning /rows/0/when 1: row 1: this condition never holds\n");
  EXPECT_EQ(of_row("drop: finding, when: {path: ip, equals: 1}", known()),
            "warning /rows/0/when/path 1: row 1: no source field 'ip' is known; did you mean "
            "'id'?\n");
}

TEST(ReviewRows, IdentitiesThatFallBackToAConstant) {
  const auto of_key = [](const std::string& source) {
    return reviewed(
        "kind: map\nname: test\nversion: 1\nfor: test\nrows:\n"
        "  - {from: id, to: externalAssetId, identifier: true}\n"
        "  - {from: name, to: assetDetail.name}\n"
        "  - {" +
        source +
        ", to: 'findings[].identityKey', identifier: true}\n"
        "  - {from: 'findings[].title', to: 'findings[].name'}\n"
        "  - {from: 'findings[].level', to: 'findings[].severity'}\n"
        "  - {const: NEW, to: 'findings[].findingStatus'}\n");
  };
  const auto warning = [](const std::string& pointer) {
    return "warning " + pointer +
           " 3: row 3: what identifies a finding can come down to a constant here: all that have "
           "nothing else would be taken for one and the same\n";
  };
  EXPECT_EQ(of_key("const: x"), warning("/rows/2/const"));
  EXPECT_EQ(of_key("first_of: [a, {const: x}]"), warning("/rows/2/first_of/1/const"));
  EXPECT_EQ(of_key("from: a, apply: [trim, {default: x}]"), warning("/rows/2/apply/1"));
  EXPECT_EQ(of_key("concat: [{const: x}, {from: a, apply: [{default: y}]}]"),
            warning("/rows/2/concat/1/apply/0"));
  EXPECT_EQ(of_key("from: a, apply: [{value_map: {values: {b: c}, unknown: {default: x}}}]"),
            warning("/rows/2/apply/0"));
  EXPECT_EQ(of_key("concat: [{const: x}, a]"), "");
  EXPECT_EQ(of_key("first_of: [a, {concat: [b, {const: x}]}]"), "");
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
