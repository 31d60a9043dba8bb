// Rows that drop findings: what they take out, what they say of it, and how they are refused.
#include <gtest/gtest.h>

#include "map_fixture.hpp"

namespace maptest {
namespace {

const char* const kDrop =
    "  - drop: finding\n    when: {path: 'findings[].state', equals: RULED_OUT}\n"
    "    note: triaged away\n";

TEST(DropRow, TakesOutWhatItsConditionHoldsForAndNothingElse) {
  const Mapped gone = map_finding(kDrop, R"({"state": "RULED_OUT"})");
  EXPECT_FALSE(gone.outcome.ok) << "whoever knows of no drops must not emit it";
  EXPECT_TRUE(gone.outcome.dropped);
  EXPECT_EQ(gone.outcome.row, 1U);
  EXPECT_EQ(gone.outcome.reason, "dropped by map test, row 1: triaged away");
  EXPECT_EQ(gone.outcome.source, "findings[].state");
  for (const char* row : {R"({"state": "NEW"})", "{}", R"({"state": null})"}) {
    const Mapped kept = map_finding(kDrop, row);
    EXPECT_TRUE(kept.outcome.ok) << row << kept.outcome.reason;
    EXPECT_FALSE(kept.outcome.dropped) << row;
  }
}

TEST(DropRow, GoesBeforeAllOthersWhereverItStands) {
  const std::string rows =
      "  - {from: 'findings[].severity', to: \"findings[].severity\", identifier: true}\n"
      "  - {drop: finding, when: {path: 'findings[].severity', exists: false}}\n"
      "  - {drop: finding, when: {path: project, in: [demo, test]}}\n";
  const Mapped nothing = map_finding(rows, "{}");
  EXPECT_TRUE(nothing.outcome.dropped) << nothing.outcome.reason;
  EXPECT_EQ(nothing.outcome.reason, "dropped by map test, row 2");
  const Mapped demo = map_finding(rows, R"({"severity": "HIGH"})", R"({"project": "demo"})");
  EXPECT_TRUE(demo.outcome.dropped);
  EXPECT_EQ(demo.outcome.row, 3U);
  const Mapped wrong = map_finding(rows, R"({"severity": "none"})");
  EXPECT_FALSE(wrong.outcome.ok);
  EXPECT_FALSE(wrong.outcome.dropped) << "a fault is no wish";
  EXPECT_TRUE(map_asset(rows, R"({"project": "demo"})").outcome.ok);
}

TEST(DropRow, DescribesItself) {
  const TransformMap map = make_map(kDrop);
  EXPECT_TRUE(map.rows()[0].drops);
  EXPECT_EQ(map.rows()[0].source, "findings[].state");
  EXPECT_EQ(map.rows()[0].target, "");
  EXPECT_EQ(map.rows()[0].note, "triaged away");
  EXPECT_FALSE(map.rows()[1].drops);
  const std::string longest =
      "  - drop: finding\n    when: {path: a, exists: true}\n    note: " + std::string(5000, 'x') +
      "\n";
  EXPECT_LT(map_finding(longest, "{}", R"({"a": 1})").outcome.reason.size(), 300U);
}

TEST(DropRow, IsRefusedWhenItMakesNoSense) {
  const struct {
    const char* row;
    const char* says;
  } cases[] = {
      {"{drop: asset, when: {path: a, exists: true}}", "'drop' takes finding, not 'asset'"},
      {"{drop: finding}", "needs 'when'"},
      {"{drop: true, when: {path: a, exists: true}}", "'drop' must be a text"},
      {"{drop: finding, when: {path: a}}", "'when' needs 'path' and one of"},
      {"{drop: finding, when: {path: a, exists: true}, to: 'findings[].name'}", "has no key 'to'"},
      {"{drop: finding, when: {path: a, exists: true}, notes: x}", "did you mean 'note'?"},
  };
  for (const auto& each : cases) {
    const std::string said = refusal("  - " + std::string(each.row) + "\n");
    EXPECT_NE(said.find("row 1 (drop): "), std::string::npos) << each.row << ": " << said;
    EXPECT_NE(said.find(each.says), std::string::npos) << each.row << ": " << said;
  }
}

}  // namespace
}  // namespace maptest
