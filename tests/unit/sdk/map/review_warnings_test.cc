// What a review warns of: paths, fallbacks, functions, conditions and rows that look wrong.
#include <gtest/gtest.h>

#include "review_fixture.hpp"

namespace maptest {
namespace {

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

}  // namespace
}  // namespace maptest
