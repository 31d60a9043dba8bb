// What a trace tells of each kind of row.
#include "ingest/sdk/map/trace.hpp"

#include <gtest/gtest.h>

#include "map_fixture.hpp"

namespace maptest {
namespace {

using ingest::sdk::map::RowTrace;
using ingest::sdk::map::Trace;
using ingest::sdk::map::TraceStep;
using Result = RowTrace::Result;

struct Traced {
  Outcome outcome;
  ingest::v1::Finding finding;
  Trace trace;
  const RowTrace& first() const { return trace.rows.front(); }
};

Traced trace_finding(const std::string& rows, std::string_view row, std::string_view root = "{}") {
  Traced traced;
  traced.outcome =
      make_map(rows).trace_finding(object(root), object(row), traced.finding, traced.trace);
  return traced;
}

// One line a step: depth as indentation, "what: before -> after" or "what: after".
std::string lines(const RowTrace& row) {
  std::string all;
  for (const TraceStep& step : row.steps) {
    all += std::string(step.depth * 2, ' ') + step.what;
    if (!step.element.empty()) all += " @ " + step.element;
    all += ": ";
    if (step.kind == TraceStep::Kind::kFunction) all += step.before + " -> ";
    all += step.refused.empty() ? step.after : "! " + step.refused;
    all += "\n";
  }
  return all;
}

TEST(Trace, TellsEachFunctionBeforeAndAfter) {
  const Traced t = trace_finding(
      "  - from: findings[].cwe\n    to: findings[].description\n"
      "    apply: [trim, {regex: '[0-9]+'}, {prefix: CWE-}]\n",
      R"({"cwe": " cwe79 "})");
  EXPECT_TRUE(t.outcome.ok);
  EXPECT_EQ(lines(t.first()),
            "findings[].cwe: \" cwe79 \"\n"
            "trim: \" cwe79 \" -> \"cwe79\"\n"
            "regex: [0-9]+: \"cwe79\" -> \"79\"\n"
            "prefix: CWE-: \"79\" -> \"CWE-79\"\n");
  EXPECT_EQ(t.first().row, 1U);
  EXPECT_EQ(t.first().target, "findings[].description");
  EXPECT_EQ(t.first().value, "\"CWE-79\"");
  EXPECT_EQ(t.first().result, Result::kSet);
  EXPECT_EQ(t.finding.description(), "CWE-79");
}

TEST(Trace, TellsWhichOfSeveralWasTaken) {
  const std::string rows =
      "  - first_of: ['findings[].a', {concat: ['findings[].b', {const: x}], separator: '-', "
      "apply: [upper]}, 'findings[].c']\n    to: findings[].description\n    apply: [lower]\n";
  EXPECT_EQ(lines(trace_finding(rows, R"({"b": "q"})").first()),
            "  findings[].a: \n"
            "    findings[].b: \"q\"\n"
            "    const: \"x\"\n"
            "  concat: 2 parts: \"q-x\"\n"
            "  upper: \"q-x\" -> \"Q-X\"\n"
            "first_of: 2nd of 3: \"Q-X\"\n"
            "lower: \"Q-X\" -> \"q-x\"\n");
  const Traced none = trace_finding(rows, "{}");
  EXPECT_EQ(none.first().result, Result::kEmpty);
  EXPECT_EQ(none.first().value, "");
  EXPECT_NE(lines(none.first()).find("first_of: none of 3: \n"), std::string::npos);
}

TEST(Trace, TellsOfConditions) {
  const std::string rows =
      "  - {from: 'findings[].a', to: 'findings[].description', when: {path: 'findings[].b', "
      "equals: 1}}\n";
  const Traced no = trace_finding(rows, R"({"a": "x", "b": 2})");
  EXPECT_TRUE(no.first().has_when);
  EXPECT_FALSE(no.first().applied);
  EXPECT_EQ(no.first().result, Result::kNotApplied);
  EXPECT_TRUE(no.first().steps.empty());
  EXPECT_EQ(no.finding.description(), "");
  const Traced yes = trace_finding(rows, R"({"a": "x", "b": "1"})");
  EXPECT_TRUE(yes.first().applied);
  EXPECT_EQ(yes.first().result, Result::kSet);
  EXPECT_FALSE(yes.trace.rows[1].has_when);
  EXPECT_EQ(make_map(rows).rows()[0].when, "findings[].b equals 1");
}

TEST(Trace, EndsAtARefusal) {
  const std::string head = "  - {from: 'findings[].a', to: 'findings[].description', ";
  const Traced refused =
      trace_finding(head + "apply: [trim, integer, {round: 1}]}\n", R"({"a": " 1x"})");
  EXPECT_FALSE(refused.outcome.ok);
  ASSERT_EQ(refused.trace.rows.size(), 1U);
  EXPECT_EQ(refused.first().result, Result::kRefused);
  EXPECT_EQ(refused.first().reason, "it is no whole number");
  EXPECT_EQ(refused.first().value, "\"1x\"");
  EXPECT_EQ(lines(refused.first()),
            "findings[].a: \" 1x\"\ntrim: \" 1x\" -> \"1x\"\n"
            "integer: \"1x\" -> ! it is no whole number\n");
  const Traced invalid =
      trace_finding(head + "apply: [integer], invalid: empty}\n", R"({"a": "1x"})");
  EXPECT_TRUE(invalid.outcome.ok);
  EXPECT_EQ(invalid.first().result, Result::kInvalid);
  EXPECT_EQ(invalid.first().reason, "it is no whole number");
  EXPECT_EQ(invalid.trace.rows.size(), 6U - 1U);  // the required finding rows are there as well
}

TEST(Trace, RefusalsOfTheTargetAndOfIdentifiers) {
  const Traced type = trace_finding("  - {from: 'findings[].a', to: \"findings[].severity\"}\n",
                                    R"({"a": "SEVERE"})");
  EXPECT_EQ(type.first().result, Result::kRefused);
  EXPECT_NE(type.first().reason.find("the target takes one of"), std::string::npos);
  EXPECT_EQ(type.first().value, "\"SEVERE\"");
  const Traced identifier = trace_finding(
      "  - {from: 'findings[].a', to: \"findings[].identityKey\", identifier: true}\n", "{}");
  EXPECT_EQ(identifier.first().result, Result::kRefused);
  EXPECT_EQ(identifier.first().reason, "an identifier has no value");
}

TEST(Trace, RefusalsOfAConstantBesideWhatIsNotThere) {
  const std::string rows =
      "  - {concat: [{from: 'findings[].none'}, {const: HIGH, apply: [{round: 1}]}], "
      "to: 'findings[].description'}\n";
  const Traced traced = trace_finding(rows, "{}");
  const Mapped mapped = map_finding(rows, "{}");
  EXPECT_FALSE(traced.outcome.ok);
  EXPECT_EQ(mapped.outcome.ok, traced.outcome.ok);
  EXPECT_EQ(mapped.outcome.reason, traced.outcome.reason);
}

TEST(Trace, TellsOfEachElement) {
  const std::string rows =
      "  - {each: 'findings[].refs', to: 'findings[].references', fields: {url: url, type: {from: "
      "type, apply: [upper]}}}\n";
  const Traced t = trace_finding(rows, R"({"refs": [{"url": "u1", "type": "a"}, {"url": "u2"}]})");
  EXPECT_EQ(lines(t.first()),
            "findings[].refs[]: [{url: ..., type: ...}, {url: ...}]\n"
            "url @ element 1, url: \"u1\"\n"
            "type @ element 1, type: \"a\"\n"
            "upper @ element 1, type: \"a\" -> \"A\"\n"
            "url @ element 2, url: \"u2\"\n"
            "type @ element 2, type: \n"
            "upper @ element 2, type:  -> \n");
  EXPECT_EQ(t.first().value, "{url: \"u1\", type: \"A\"}, {url: \"u2\"}");
  EXPECT_EQ(t.first().result, Result::kSet);
}

TEST(Trace, TellsWhatAValueMapDoesNotKnow) {
  const auto unknown = [](const std::string& policy, std::string_view value) {
    const Traced t = trace_finding(
        "  - from: findings[].v\n    to: findings[].compliances\n"
        "    apply: [{value_map: {values: {HIGH: h}, ignore_case: true" +
            policy + "}}]\n",
        "{\"v\": " + std::string(value) + "}");
    std::string all;
    for (const auto& one : t.first().unknown) all += one.value + "=" + one.policy + ";";
    return all;
  };
  EXPECT_EQ(unknown(", unknown: keep", R"(["high", "odd", 7, "odd"])"),
            "odd=keep;7=keep;odd=keep;");
  EXPECT_EQ(unknown(", unknown: empty", R"("odd")"), "odd=empty;");
  EXPECT_EQ(unknown(", unknown: {default: 3}", R"("odd")"), "odd=default 3;");
  EXPECT_EQ(unknown("", R"("odd")"), "odd=dead-letter;");
  EXPECT_EQ(unknown("", R"("HIGH")"), "");
  EXPECT_EQ(unknown("", "null"), "");
  EXPECT_EQ(unknown("", R"({"a": 1})"), "");
}

TEST(Trace, IsBounded) {
  const std::string each =
      "  - {each: 'findings[].v', to: 'findings[].references', fields: {url: $value}}\n";
  std::string list;
  for (int i = 0; i < 3000; ++i) list += (i > 0 ? ",\"u" : "\"u") + std::to_string(i) + "\"";
  const Traced many = trace_finding(each, "{\"v\": [" + list + "]}");
  EXPECT_EQ(many.first().steps.size(), ingest::sdk::map::kTraceSteps);
  EXPECT_EQ(many.first().steps_left_out, 3001U - ingest::sdk::map::kTraceSteps);
  EXPECT_EQ(many.finding.references_size(), 3000);
  EXPECT_LE(many.first().value.size(), ingest::sdk::map::kTraceText);
  const std::string value_map =
      "  - {from: 'findings[].v', to: 'findings[].compliances', apply: [{value_map: {values: {a: "
      "b}, unknown: keep}}]}\n";
  const Traced odd = trace_finding(value_map, "{\"v\": [" + list + "]}");
  EXPECT_EQ(odd.first().unknown.size(), ingest::sdk::map::kTraceUnknown);
  EXPECT_EQ(odd.first().unknown_left_out, 3000U - ingest::sdk::map::kTraceUnknown);
  const Traced huge =
      trace_finding("  - {from: 'findings[].v', to: 'findings[].description', apply: [upper]}\n",
                    "{\"v\": \"" + std::string(5U << 20U, 'x') + "\"}");
  EXPECT_LE(huge.first().steps[1].after.size(), ingest::sdk::map::kTraceText);
  EXPECT_EQ(huge.finding.description().size(), 5U << 20U);
}

TEST(Trace, OfAnAsset) {
  const TransformMap map = make_map(
      "  - {each: tags, to: tags, fields: {key: $key, value: $value}}\n"
      "  - {const: x, to: 'findings[].category'}\n");
  ingest::v1::Asset asset;
  Trace trace;
  trace.rows.resize(9);  // what was there before goes
  ASSERT_TRUE(map.trace_asset(object(R"({"tags": {"team": "red"}})"), asset, trace).ok);
  ASSERT_EQ(trace.rows.size(), 3U) << "the rows of findings have no part in it";
  EXPECT_EQ(trace.rows[0].value, "{key: \"team\", value: \"red\"}");
  EXPECT_EQ(asset.tags(0).value(), "red");
}

TEST(Trace, RowsSayWhatTheyRead) {
  const TransformMap map = make_map(
      "  - {first_of: [a.b, {concat: [c, {const: x}, '$scan.id']}], to: repoUrl, "
      "when: {path: d, exists: true}}\n"
      "  - {each: tags, to: tags, fields: {key: $key, value: $value}}\n"
      "  - {each: 'findings[].refs', to: 'findings[].references', fields: {url: url, type: "
      "'[\"a.b\"]'}}\n");
  using Paths = std::vector<std::string>;
  EXPECT_EQ(map.rows()[0].reads, (Paths{"d", "a.b", "c", "$scan.id"}));
  EXPECT_EQ(map.rows()[0].when, "d exists true");
  EXPECT_EQ(map.rows()[1].reads, (Paths{"tags", "tags"}));
  EXPECT_EQ(map.rows()[2].reads, (Paths{"findings[].refs[].url", "findings[].refs[][\"a.b\"]"}));
  EXPECT_TRUE(map.rows()[3].reads.empty()) << "a constant";
}

}  // namespace
}  // namespace maptest
