// Where values come from: paths, constants, fallbacks, concatenations, each; and when.
#include <gtest/gtest.h>

#include "map_fixture.hpp"

namespace maptest {
namespace {

constexpr const char* kFallback =
    "  - to: findings[].description\n"
    "    first_of:\n"
    "      - findings[].a\n"
    "      - {from: \"findings[].b\", apply: [trim, {drop_if: none}]}\n"
    "      - {concat: [\"findings[].c\", \"findings[].d\"], separator: \"|\"}\n"
    "      - {const: fallback}\n";

std::string fallback(std::string_view row) {
  const Mapped mapped = map_finding(kFallback, row);
  return mapped.outcome.ok ? mapped.finding.description() : "! " + mapped.outcome.reason;
}

TEST(FirstOf, TakesTheFirstThatIsNotEmpty) {
  EXPECT_EQ(fallback(R"({"a": "A", "b": "B"})"), "A");
  EXPECT_EQ(fallback(R"({"a": "", "b": " B "})"), "B");
  EXPECT_EQ(fallback(R"({"a": null, "b": " none ", "c": "C"})"), "C");
  EXPECT_EQ(fallback(R"({"a": [], "c": "C", "d": 4})"), "C|4");
  EXPECT_EQ(fallback(R"({"d": 4})"), "4");
  EXPECT_EQ(fallback("{}"), "fallback");
  EXPECT_EQ(fallback(R"({"a": 0})"), "0");
  EXPECT_EQ(fallback(R"({"a": false})"), "false");
}

TEST(Concat, ConstantsAloneAreNothing) {
  const std::string rows =
      "  - {to: \"findings[].description\", concat: [{const: \"(\"}, \"findings[].a\", {const: "
      "\")\"}]}\n";
  EXPECT_EQ(map_finding(rows, R"({"a": "x"})").finding.description(), "(x)");
  EXPECT_EQ(map_finding(rows, R"({"a": ""})").finding.description(), "");
  EXPECT_EQ(map_finding(rows, "{}").finding.description(), "");
  EXPECT_FALSE(map_finding(rows, R"({"a": {"b": 1}})").outcome.ok);
  EXPECT_EQ(map_finding(rows, R"({"a": ["x", "y"]})").finding.description(), "(xy)");
}

std::string references(std::string_view data) {
  const Mapped mapped = map_finding(
      "  - each: findings[].data.packageData[]\n"
      "    to: findings[].references\n"
      "    fields: {url: url, type: {from: type, apply: [lower]}, comment: {const: seen}}\n",
      "{\"data\": {\"packageData\": " + std::string(data) + "}}");
  if (!mapped.outcome.ok) return "! " + mapped.outcome.reason;
  std::string all;
  for (const auto& r : mapped.finding.references()) {
    all += r.url() + "," + r.type() + "," + r.comment() + ";";
  }
  return all;
}

TEST(Each, MakesAMessageOfEachElement) {
  EXPECT_EQ(references(R"([{"url": "u1", "type": "Advisory"}, {"url": "u2"}])"),
            "u1,advisory,seen;u2,,seen;");
  EXPECT_EQ(references("null"), "");
  EXPECT_EQ(references("[]"), "");
  EXPECT_EQ(references(R"({"0": {"url": "u"}})"), "u,,seen;");  // an object's members
  EXPECT_TRUE(references(R"([{"url": {"x": 1}}])").rfind("! findings[].references: field url", 0) ==
              0)
      << references(R"([{"url": {"x": 1}}])");
}

TEST(Each, ObjectsBecomeSortedPairs) {
  const Mapped mapped = map_asset(
      "  - {each: tags, to: tags, fields: {key: $key, value: $value}}\n"
      "  - {each: labels, to: tags, fields: {key: $value}}\n",
      R"({"tags": {"b": "2", "a": "", "n": null, "c": 3}, "labels": ["z", "a", "z"]})");
  ASSERT_TRUE(mapped.outcome.ok) << mapped.outcome.reason;
  std::string all;
  for (const auto& tag : mapped.asset.tags()) all += tag.key() + "=" + tag.value() + ";";
  EXPECT_EQ(all, "a=;b=2;c=3;n=;z=;");
}

TEST(Each, SkipsAnElementThatIsEmptyAndNeedsAKey) {
  const std::string rows = "  - {each: pairs, to: customAttributes, fields: {key: k, value: v}}\n";
  EXPECT_EQ(
      map_asset(rows, R"({"pairs": [{}, {"k": "", "v": null}]})").asset.custom_attributes_size(),
      0);
  const Mapped keyless = map_asset(rows, R"({"pairs": [{"v": "x"}]})");
  EXPECT_FALSE(keyless.outcome.ok);
  EXPECT_NE(keyless.outcome.reason.find("field key: it is empty"), std::string::npos);
}

TEST(Attributes, AreSortedAndUnique) {
  const Mapped mapped = map_finding(
      "  - {from: \"findings[].g[]\", to: \"findings[].customAttributes.group\"}\n"
      "  - {from: \"findings[].z\", to: \"findings[].customAttributes.a name, with.dots\"}\n"
      "  - {from: \"findings[].none\", to: \"findings[].customAttributes.none\"}\n",
      R"({"g": ["y", "x", "y"], "z": 5})");
  ASSERT_TRUE(mapped.outcome.ok) << mapped.outcome.reason;
  std::string all;
  for (const auto& a : mapped.finding.custom_attributes()) all += a.key() + "=" + a.value() + ";";
  EXPECT_EQ(all, "a name, with.dots=5;group=x;group=y;");
}

bool applies(const std::string& when, std::string_view row) {
  return map_finding(
             "  - {const: yes it does, to: \"findings[].description\", when: {path: "
             "\"findings[].v\", " +
                 when + "}}\n",
             row)
             .finding.description() == "yes it does";
}

TEST(When, Equals) {
  EXPECT_TRUE(applies("equals: 5", R"({"v": "5"})"));
  EXPECT_TRUE(applies("equals: \"true\"", R"({"v": true})"));
  EXPECT_FALSE(applies("equals: 5", "{}"));
  EXPECT_TRUE(applies("equals: b", R"({"v": ["a", "b"]})"));
  EXPECT_FALSE(applies("equals: b", R"({"v": {"b": "b"}})"));
}

TEST(When, NotEquals) {
  EXPECT_TRUE(applies("not_equals: x", "{}"));
  EXPECT_FALSE(applies("not_equals: x", R"({"v": "x"})"));
  EXPECT_FALSE(applies("not_equals: x", R"({"v": ["y", "x"]})"));
}

TEST(When, InMatchesExists) {
  EXPECT_TRUE(applies("in: [a, 2]", R"({"v": 2})"));
  EXPECT_FALSE(applies("in: [a, 2]", R"({"v": "b"})"));
  EXPECT_TRUE(applies("matches: '^a+$'", R"({"v": "aaa"})"));
  EXPECT_FALSE(applies("matches: '^a+$'", R"({"v": "aab"})"));
  EXPECT_TRUE(applies("exists: true", R"({"v": ""})"));  // empty is there, null is not
  EXPECT_FALSE(applies("exists: true", R"({"v": null})"));
  EXPECT_FALSE(applies("exists: true", "{}"));
  EXPECT_TRUE(applies("exists: false", "{}"));
}

TEST(When, Combined) {
  const auto holds = [](const std::string& when, std::string_view row) {
    return map_finding(
               "  - {const: yes it does, to: \"findings[].description\", when: " + when + "}\n",
               row)
               .finding.description() == "yes it does";
  };
  const std::string a = "{path: \"findings[].a\", equals: 1}";
  const std::string b = "{path: \"findings[].b\", exists: true}";
  const std::string both = "{all: [" + a + ", " + b + "]}";
  const std::string either = "{any: [" + a + ", " + b + "]}";
  EXPECT_TRUE(holds(both, R"({"a": 1, "b": 2})"));
  EXPECT_FALSE(holds(both, R"({"a": 1})"));
  EXPECT_FALSE(holds(both, R"({"b": 2})"));
  EXPECT_TRUE(holds(either, R"({"a": 1})"));
  EXPECT_TRUE(holds(either, R"({"b": 2})"));
  EXPECT_FALSE(holds(either, R"({"a": 2})"));
  EXPECT_FALSE(holds("{not: " + both + "}", R"({"a": 1, "b": 2})"));
  EXPECT_TRUE(holds("{not: " + both + "}", "{}"));
  EXPECT_TRUE(holds("{not: {not: " + a + "}}", R"({"a": 1})"));
  EXPECT_TRUE(holds("{all: [" + either + ", {not: " + both + "}]}", R"({"b": 2})"));
  EXPECT_FALSE(holds("{all: [" + either + ", {not: " + both + "}]}", R"({"a": 1, "b": 2})"));
}

TEST(When, CombinedWrongly) {
  const auto refused = [](const std::string& when) {
    return refusal("  - {from: a, to: repoUrl, when: " + when + "}\n");
  };
  const auto says = [&refused](const std::string& when, const char* text) {
    return refused(when).find(text) != std::string::npos;
  };
  EXPECT_TRUE(says("{all: []}", "'all' must be a list that is not empty"));
  EXPECT_TRUE(says("{any: {path: b, equals: 1}}", "'any' must be a list"));
  EXPECT_TRUE(says("{all: [{path: b, equals: 1}], path: c}", "'all' stands alone"));
  EXPECT_TRUE(says("{not: 5}", "'when' must be a mapping"));
  EXPECT_TRUE(says("{any: [{path: \"findings[].b\", equals: 1}]}", "can't come from a finding"));
  std::string deep = "{path: b, equals: 1}";
  for (int i = 0; i < 9; ++i) deep = "{not: " + deep + "}";
  EXPECT_TRUE(says(deep, "nested too deep")) << refused(deep);
}

TEST(When, InSourcesWithinARow) {
  const std::string rows =
      "  - to: findings[].description\n"
      "    first_of:\n"
      "      - {const: kernel, when: {path: \"findings[].kind\", equals: os}, apply: [upper]}\n"
      "      - concat:\n"
      "          - findings[].name\n"
      "          - {from: \"findings[].version\", when: {path: \"findings[].pinned\", equals: "
      "true}}\n"
      "          - {from: none, when: {path: none, exists: true}, apply: [{default: never}]}\n"
      "        separator: \"@\"\n";
  const auto of = [&rows](std::string_view row) {
    return map_finding(rows, row).finding.description();
  };
  EXPECT_EQ(of(R"({"kind": "os", "name": "n"})"), "KERNEL");
  EXPECT_EQ(of(R"({"name": "n", "version": 2})"), "n");
  EXPECT_EQ(of(R"({"name": "n", "version": 2, "pinned": true})"), "n@2");
}

TEST(When, InFieldsIsRelativeToTheElement) {
  const Mapped mapped = map_asset(
      "  - each: labels\n    to: tags\n"
      "    fields: {key: name, value: {from: value, when: {path: secret, not_equals: true}}}\n",
      R"({"secret": true, "labels": [{"name": "a", "value": 1, "secret": true},
                                     {"name": "b", "value": 2}]})");
  ASSERT_EQ(mapped.asset.tags_size(), 2) << mapped.outcome.reason;
  EXPECT_EQ(mapped.asset.tags(0).value(), "");
  EXPECT_EQ(mapped.asset.tags(1).value(), "2");
  const Mapped keyed = map_asset(
      "  - each: labels\n    to: tags\n"
      "    fields: {key: {from: $key, when: {not: {path: $key, matches: '^_'}}}}\n",
      R"({"labels": {"_hidden": 1, "shown": 1}})");
  ASSERT_EQ(keyed.asset.tags_size(), 1) << keyed.outcome.reason;
  EXPECT_EQ(keyed.asset.tags(0).key(), "shown");
}

TEST(When, LaterRowsOverwrite) {
  const std::string rows =
      "  - {const: LOW, to: \"findings[].severity\"}\n"
      "  - {const: CRITICAL, to: \"findings[].severity\", when: {path: \"findings[].kev\", equals: "
      "true}}\n";
  EXPECT_EQ(map_finding(rows, R"({"kev": true})").finding.severity(),
            ingest::v1::SEVERITY_CRITICAL);
  EXPECT_EQ(map_finding(rows, R"({"kev": false})").finding.severity(), ingest::v1::SEVERITY_LOW);
}

}  // namespace
}  // namespace maptest
