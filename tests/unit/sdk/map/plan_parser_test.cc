// Maps that are refused, and what the refusal says.
#include <gtest/gtest.h>

#include "map_fixture.hpp"

namespace maptest {
namespace {

// One row for a finding's description, with whatever is wrong.
std::string refused(const std::string& row) { return refusal("  - {" + row + "}\n"); }

#define EXPECT_SAYS(text, part)                                        \
  do {                                                                 \
    const std::string said = (text);                                   \
    EXPECT_NE(said.find(part), std::string::npos) << "said: " << said; \
  } while (false)

TEST(PlanParser, NamesRowTargetAndSuggestion) {
  EXPECT_EQ(refused("from: a, to: \"findings[].severty\""),
            "map 'test': row 1: unknown target 'findings[].severty'; did you mean "
            "'findings[].severity'?");
  EXPECT_EQ(refused("from: \"findings[].s\", to: \"findings[].severity\", apply: [valuemap]"),
            "map 'test': row 1 (to findings[].severity): unknown function 'valuemap'; did you mean "
            "'value_map'?");
  EXPECT_SAYS(refused("from: a, to: subCategory"), "did you mean 'findings[].subCategory'?");
  EXPECT_SAYS(refused("form: a, to: repoUrl"), "has no key 'form'; did you mean 'from'?");
  EXPECT_SAYS(refused("from: a, to: repoUrl, apply: [drop-if]"), "did you mean 'drop_if'?");
  EXPECT_EQ(refused("from: a, to: qqqqqqqqqqqq"),
            "map 'test': row 1: unknown target 'qqqqqqqqqqqq'");
}

TEST(PlanParser, Sources) {
  EXPECT_SAYS(refused("to: repoUrl"), "has no source");
  EXPECT_SAYS(refused("from: a, const: b, to: repoUrl"), "has both 'from' and 'const'");
  EXPECT_SAYS(refused("from: [a], to: repoUrl"), "'from' must be a text");
  EXPECT_SAYS(refused("const: {a: b}, to: repoUrl"), "'const' must be a text, a number");
  EXPECT_SAYS(refused("const: '', to: repoUrl"), "'const' is empty");
  EXPECT_SAYS(refused("first_of: [], to: repoUrl"), "'first_of' must be a list of 1 to 64");
  EXPECT_SAYS(refused("first_of: [{to: a}], to: repoUrl"), "a source has no key 'to'");
  EXPECT_SAYS(refused("from: a, separator: x, to: repoUrl"), "'separator' belongs to 'concat'");
  EXPECT_SAYS(refused("from: a..b, to: repoUrl"), "the path 'a..b' has an empty member name");
  EXPECT_SAYS(refused("from: \"findings[].a\", to: repoUrl"), "can't come from a finding");
  EXPECT_SAYS(refused("first_of: [a, \"findings[].b\"], to: repoUrl"), "can't come from a finding");
  std::string deep = "a";
  for (int i = 0; i < 12; ++i) deep = "{first_of: [" + deep + "]}";
  EXPECT_SAYS(refused("first_of: [" + deep + "], to: repoUrl"), "nested too deep");
}

TEST(PlanParser, TypesThatCanNeverFit) {
  EXPECT_SAYS(refused("const: SEVERE, to: \"findings[].severity\""),
              "the value \"SEVERE\" does not fit");
  EXPECT_SAYS(refused("const: 6, to: criticality"), "the value 6 does not fit");
  EXPECT_SAYS(
      refused("from: a, apply: [{value_map: {values: {x: 9}}}], to: \"findings[].severity\""),
      "the value 9 does not fit");
  EXPECT_SAYS(refused("from: a, apply: [{default: maybe}], to: \"findings[].ignored\""),
              "the value \"maybe\" does not fit");
  EXPECT_SAYS(refused("first_of: [a, {const: never}], to: \"findings[].firstFoundOn\""),
              "the value \"never\" does not fit");
  EXPECT_SAYS(refused("from: \"a[]\", to: repoUrl"), "add join, first or last");
  EXPECT_SAYS(refused("from: a, apply: [{split: ','}], to: repoUrl"), "add join, first or last");
  EXPECT_SAYS(refused("from: a, apply: [date], to: criticality"), "the source gives a time");
  EXPECT_SAYS(refused("from: a, apply: [date], to: \"findings[].severity\""),
              "the source gives a time");
  EXPECT_SAYS(refused("from: a, apply: [number], to: sourceCreatedAt"),
              "the source gives a number");
  EXPECT_EQ(refused("from: \"a[]\", apply: [last], to: repoUrl"), "");
  EXPECT_EQ(refused("from: a, apply: [date], to: repoUrl"), "");
}

TEST(PlanParser, Functions) {
  const auto with = [](const std::string& function) {
    return refused("from: a, to: repoUrl, apply: [" + function + "]");
  };
  EXPECT_SAYS(with("{trim: x}"), "'trim' takes no argument");
  EXPECT_SAYS(with("split"), "'split' needs an argument");
  EXPECT_SAYS(with("{split: ''}"), "a separator that is not empty");
  EXPECT_SAYS(with("{trim: x, lower: y}"), "a mapping of one name");
  EXPECT_SAYS(with("{value_map: {value: {a: b}}}"), "did you mean 'values'?");
  EXPECT_SAYS(with("{value_map: {values: {}}}"), "'values' is empty");
  EXPECT_SAYS(with("{value_map: {values: {a: [b]}}}"), "the value of 'a' must be");
  EXPECT_SAYS(with("{value_map: {values: {a: b, A: c}, ignore_case: true}}"), "twice");
  EXPECT_SAYS(with("{value_map: {values: {a: b}, unknown: deadletter}}"),
              "did you mean 'dead-letter'?");
  EXPECT_SAYS(with("{date: {forms: [rfc3330]}}"), "did you mean 'rfc3339'?");
  EXPECT_SAYS(with("{date: {invalid: ignore}}"), "'invalid' is dead-letter or empty");
  EXPECT_SAYS(with("{date: {zone: CET}}"), "'zone' is UTC");
  EXPECT_SAYS(with("{regex: '('}"), "the regular expression '(' is not valid");
  EXPECT_SAYS(with("{regex: {pattern: 'a(b)', capture: 2}}"), "has no capture 2");
  EXPECT_SAYS(with("{regex: {pattern: 'a(b)', capture: x}}"), "has no capture named 'x'");
  EXPECT_SAYS(with("{regex: {pattern: a, capture: -1}}"), "a number from 0");
  EXPECT_SAYS(with("{round: 16}"), "0 to 15");
  EXPECT_SAYS(with("{round: x}"), "0 to 15");
  EXPECT_SAYS(with("{clamp: {}}"), "'min', 'max' or both");
  EXPECT_SAYS(with("{clamp: {min: 2, max: 1}}"), "'min' is larger");
  EXPECT_SAYS(with("{drop_if: {}}"), "'equals' or 'in'");
  EXPECT_SAYS(refused("from: a, to: repoUrl, apply: trim"), "'apply' must be a list");
}

TEST(PlanParser, Each) {
  EXPECT_SAYS(refused("each: a, to: repoUrl, fields: {url: x}"), "write from: PATH[]");
  EXPECT_SAYS(refused("each: \"a[].b\", to: tags, fields: {key: x}"), "the path of one list");
  EXPECT_SAYS(refused("each: a, to: tags"), "the row needs 'fields'");
}

TEST(PlanParser, EachFields) {
  EXPECT_SAYS(refused("each: a, to: tags, fields: {kye: x}"), "did you mean 'key'?");
  EXPECT_SAYS(refused("each: a, to: tags, fields: {}"), "'fields' is empty");
  EXPECT_SAYS(refused("each: a, to: tags, fields: {key: x}, apply: [trim]"), "sources in 'fields'");
  EXPECT_SAYS(refused("from: a, to: tags"), "fill it with each: PATH");
  EXPECT_SAYS(refused("from: a, to: repoUrl, fields: {}"), "'fields' belongs to 'each'");
  EXPECT_SAYS(refused("each: a, to: tags, fields: {key: \"findings[].x\"}"),
              "can't come from a finding");
}

TEST(PlanParser, When) {
  EXPECT_SAYS(refused("from: a, to: repoUrl, when: {path: b}"), "'when' needs 'path' and one of");
  EXPECT_SAYS(refused("from: a, to: repoUrl, when: {path: b, equals: 1, in: [2]}"), "one of");
  EXPECT_SAYS(refused("from: a, to: repoUrl, when: {path: b, equal: 1}"), "did you mean 'equals'?");
  EXPECT_SAYS(refused("from: a, to: repoUrl, when: {path: \"findings[].b\", equals: 1}"),
              "can't come from a finding");
}

TEST(PlanParser, RowsThatContradict) {
  EXPECT_SAYS(refusal("  - {from: a, to: repoUrl}\n  - {from: b, to: repoUrl}\n"),
              "row 2: another row fills 'repoUrl' already");
  EXPECT_EQ(refusal("  - {from: a, to: cveId}\n  - {from: b, to: \"findings[].cveId\"}\n"), "");
  EXPECT_SAYS(refused("from: a, to: customAttributes."), "1 to 256 bytes");
  // finding[] and findings[], title and name are the same.
  EXPECT_SAYS(refused("from: \"findings[].a\", to: \"finding[].title\""),
              "another row fills 'findings[].name' already; use first_of, or give one of them a");
}

std::string refused_map(const std::string& json) {
  try {
    TransformMap::parse(json);
  } catch (const ingest::sdk::Error& e) {
    return e.code() == INGEST_E_CONFIG ? e.what() : "wrong status";
  }
  return "";
}

TEST(PlanParser, Top) {
  EXPECT_SAYS(refused_map("{"), "map: not JSON: ");
  EXPECT_SAYS(refused_map("[]"), "the map must be a mapping");
  EXPECT_SAYS(refused_map("{}"), "the map needs 'name'");
  const std::string head = R"({"kind":"map","name":"n","version":1,"for":"x",)";
  EXPECT_SAYS(refused_map(head + R"("rows":[]})"), "'rows' must be a list");
  EXPECT_SAYS(refused_map(head + R"("rows":[5]})"), "row 1: the row must be a mapping");
  EXPECT_SAYS(refused_map(head + R"("rows":[{"from":"id","to":"externalAssetId"}]})"),
              "no row fills 'assetDetail.name', which every record must have");
  EXPECT_SAYS(refused_map(R"({"kind":"connection","name":"n"})"), "'kind' must be map");
  EXPECT_SAYS(refused_map(R"({"kind":"map","name":"n","version":"1","for":"x","rows":[]})"),
              "'version' must be a whole number");
  EXPECT_SAYS(refused_map(R"({"kind":"map","name":"n","extra":1})"), "has no key 'extra'");
  std::string rows;
  for (int i = 0; i < 2001; ++i) rows += R"({"from":"a","to":"cveId"},)";
  rows.pop_back();
  EXPECT_SAYS(refused_map(head + "\"rows\":[" + rows + "]}"), "more than 2000 rows");
}

}  // namespace
}  // namespace maptest
