// Rows in words.
#include "maps/row_text.hpp"

#include <gtest/gtest.h>

#include "ingest/sdk/map/yaml.hpp"

namespace ingest::host {
namespace {

boost::json::value row(const std::string& yaml) {
  return boost::json::parse(sdk::yaml_to_json(yaml));
}

TEST(RowText, SaysInFullAllThatMakesADifference) {
  const struct {
    const char* yaml;
    const char* says;
  } cases[] = {
      {"{from: a.b, to: source}", "a.b"},
      {"{const: 5, to: source}", "5"},
      {"{const: '5', to: source}", "\"5\""},
      {"{from: a, apply: [trim, {lower: }, {clamp: {min: 1, max: 5}}], to: source}",
       "a | trim, lower, clamp {min: 1, max: 5}"},
      {"{first_of: [a, {from: b, apply: [upper]}], to: source}", "a, else b (upper)"},
      {"{concat: [a, {const: x}], separator: '|', to: source}", "a + \"x\" with \"|\" between"},
      {"{each: tags, fields: {key: $key, value: {from: $value, apply: [trim]}}, to: tags}",
       "tags[] {key: $key, value: $value (trim)}"},
      {"{from: a, when: {path: b, not_equals: 1}, invalid: empty, published: true, to: source}",
       "a | when b does not equal 1 | published, invalid: empty"},
      {"{from: a, when: {path: b, exists: false}, identifier: true, note: why, to: source}",
       "a | when b does not exist | identifier | note: why"},
      {"{drop: finding, when: {path: b, matches: '^x'}}", "when b matches \"^x\""},
  };
  for (const auto& each : cases) EXPECT_EQ(row_line(row(each.yaml)), each.says) << each.yaml;
}

TEST(RowText, IsShortWhereThereIsLittleRoom) {
  const RowText text = row_text(
      row("first_of: [a, {from: b, apply: [{regex: x}]}]\nto: source\n"
          "apply: [{value_map: {values: {A: 1, B: 2}}}, {date: {forms: [date]}}, {round: 1}]\n"),
      Detail::kBrief);
  EXPECT_EQ(text.source, "a, else b");
  EXPECT_EQ(text.functions, "value_map of 2, date, round 1");
  EXPECT_EQ(text.target, "source");
  EXPECT_EQ(row_text(row("{drop: finding, when: {path: a, exists: true}}"), Detail::kBrief).target,
            "drop: finding");
}

}  // namespace
}  // namespace ingest::host
