// Rows from their text: the same findings, byte for byte, as from a tree, and the same rows
// refused.
#include "ingest/sdk/map/row_reader.hpp"

#include <gtest/gtest.h>

#include "ingest/sdk/messages.hpp"
#include "map_fixture.hpp"
#include "random_maps.hpp"

namespace maptest {
namespace {

using ingest::sdk::FindingFacts;
using ingest::sdk::RowPlan;
using ingest::sdk::RowReader;
using ingest::v1::Finding;

const FindingFacts kFacts = {"asset-1", ingest::v1::ASSET_CLASS_HOST, "unit-1", 7, 300};

// The finding of a tree, with what a connector adds.
std::string by_tree(const TransformMap& map, const boost::json::object& root,
                    const boost::json::object& row, Outcome& outcome) {
  Finding finding;
  outcome = map.map_finding(root, row, finding);
  if (!outcome) return {};
  if (finding.external_asset_id().empty())
    finding.set_external_asset_id(std::string(kFacts.external_asset_id));
  finding.set_asset_class(kFacts.asset_class);
  finding.mutable_source_ref()->set_unit(std::string(kFacts.unit));
  finding.mutable_source_ref()->set_place(kFacts.place);
  finding.mutable_source_ref()->set_row(kFacts.row);
  return ingest::sdk::serialize(finding);
}

void expect_same(const TransformMap& map, RowReader& reader, const std::string& text,
                 const boost::json::object& root) {
  SCOPED_TRACE(text.substr(0, 2000));
  Outcome expected;
  const std::string bytes = by_tree(map, root, object(text), expected);
  const std::string page = text + ",{\"a\":1}]";
  ASSERT_EQ(reader.read(page), text.size());
  const Outcome outcome = reader.map(kFacts);
  EXPECT_EQ(outcome.ok, expected.ok);
  EXPECT_EQ(outcome.dropped, expected.dropped);
  EXPECT_EQ(outcome.reason, expected.reason);
  if (outcome.ok && expected.ok) {
    EXPECT_EQ(reader.finding(), bytes);
  }
}

constexpr const char* kRows =
    "  - {from: 'findings[].t', to: 'findings[].description', invalid: empty}\n"
    "  - {from: 'findings[].n', to: 'findings[].confidence', invalid: empty}\n"
    "  - {from: 'findings[].n', to: 'findings[].sourceScore', invalid: empty}\n"
    "  - {from: 'findings[].l', to: 'findings[].cveId', invalid: empty}\n"
    "  - {from: 'findings[].l[].x', to: 'findings[].cweId', invalid: empty}\n"
    "  - {from: 'findings[].o.a.b', to: 'findings[].solution', invalid: empty}\n"
    "  - {each: 'findings[].o', to: 'findings[].customAttributes', invalid: empty, fields: {key: "
    "$key, value: $value}}\n"
    "  - {each: 'findings[].l', to: 'findings[].references', invalid: empty, fields: {url: x, "
    "type: "
    "y}}\n"
    "  - {from: 'findings[].d', to: 'findings[].firstFoundOn', invalid: empty}\n"
    "  - {from: 'findings[].b', to: 'findings[].ignored', invalid: empty}\n"
    "  - {from: id, to: 'findings[].scanId', invalid: empty}\n";

TEST(RowReader, GivesWhatTheTreeGives) {
  const TransformMap map = make_map(kRows);
  const RowPlan plan(map, {});
  const boost::json::object root = object(R"({"id": "s-1", "id2": [1]})");
  RowReader reader(plan, root);
  for (
      const std::string text : {
          R"({})",
          R"({"t":"","n":null,"l":[],"o":{},"d":null,"b":false})",
          R"({"t":"plain","n":1,"l":["a","b","a"],"o":{"a":{"b":"deep"},"z":1}})",
          R"({"t":"\u00e4\n\"\\\/ \ud83d\ude80","n":-0.0,"l":[{"x":"1","y":"2"},{"x":null},[{"x":3}]]})",
          R"({ "t" : "blanks" , "n" : 1e2 , "l" : [ 1 , 2.50 , true , [ [ "x" ] ] ] , "b" : true })",
          R"({"t":1,"t":"the last one","o":{"a":{"b":1}},"o":{"a":{"c":2}}})",
          R"({"o":{"a":{"b":1}},"o":null})",
          R"({"o":{"a":1,"b":2,"a":3,"c":null,"b":{}}})",
          R"({"\u0074":"an escaped name","\u006f":{"\u0061":{"\u0062":"x"}}})",
          R"({"n":18446744073709551615,"d":"2026-01-10T13:29:26.427023Z"})",
          R"({"n":-9223372036854775808,"d":"1969-12-31T23:59:59.5Z"})",
          R"({"n":123456789012345678901234567890,"unread":{"a":[{"b":{}}],"t":"no"},"t":"yes"})",
      })
    expect_same(map, reader, text, root);
}

// Beyond what an object's members are compared with one by one, and with escapes in long texts.
TEST(RowReader, LargeOnesToo) {
  const TransformMap map = make_map(kRows);
  const RowPlan plan(map, {});
  const boost::json::object root;
  RowReader reader(plan, root);
  std::string members = R"({"o":{)";
  std::string texts = R"({"l":[)";
  for (int i = 0; i < 3000; ++i) {
    members += "\"k" + std::to_string(i * 7919 % 1000) + "\":" + std::to_string(i) + ",";
    texts += "\"" + std::to_string(i % 1700) + "\",";
  }
  expect_same(map, reader, members + "\"\":0}}", root);
  expect_same(map, reader, texts + "\"\"]}", root);
  std::string escaped;
  for (int i = 0; i < 20000; ++i) escaped += i % 3 == 0 ? "\\u00e9" : i % 7 == 0 ? "\\n" : "x";
  expect_same(map, reader, R"({"t":")" + escaped + R"(","l":[")" + escaped + R"("]})", root);
  expect_same(map, reader, R"({"unread":")" + escaped + R"(","t":"x"})", root);
}

TEST(RowReader, RandomMapsAndRows) {
  int mapped = 0;
  int refused = 0;
  for (unsigned seed = 1; seed <= 3000; ++seed) {
    Random random(seed);
    const std::string json = random_map(random);
    SCOPED_TRACE("seed " + std::to_string(seed) + " " + json);
    std::optional<TransformMap> map;
    try {
      map = TransformMap::parse(json);
    } catch (const ingest::sdk::Error&) {
      continue;
    }
    const boost::json::object root = object(random_row_text(random, false));
    const RowPlan plan(*map, {"a0", "b0.c1"});
    RowReader reader(plan, root);
    for (int i = 0; i < 4; ++i) {
      const std::string text = random_row_text(random, false);
      expect_same(*map, reader, text, root);
      Finding finding;
      ++(map->map_finding(root, object(text), finding) ? mapped : refused);
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(mapped, 500);
  EXPECT_GT(refused, 100);
}

TEST(RowReader, RefusesWhatIsNoGoodRow) {
  const TransformMap map = make_map("");
  const RowPlan plan(map, {});
  const boost::json::object root;
  RowReader reader(plan, root);
  const std::string deep = std::string(31, '[') + std::string(31, ']');
  EXPECT_NE(reader.read("{\"a\":" + deep + "}"), 0U);
  for (const std::string& bad :
       {std::string(), std::string("5"), std::string("[]"), std::string(" {}"), std::string("{"),
        std::string("{\"a\":\"\xFF\"}"), std::string("{\"a\":\"\xED\xA0\x80\"}"),
        std::string(R"({"a":"\ud800"})"), std::string("{\"a\":\"x\0\"}", 9),
        std::string(R"({"a":"\u0000"})"), std::string(R"({"a":[{"b":"x\u0000y"}]})"),
        std::string(R"({"a\u0000":1})"), std::string(R"({"a":[1,{"b":-1e999}]})"),
        std::string(R"({"a":1,})"), std::string(R"({"a":LOW})"), std::string(R"({"a" 1})"),
        "{\"a\":[" + deep + "]}"})
    EXPECT_EQ(reader.read(bad), 0U) << bad.substr(0, 60);
  EXPECT_EQ(reader.read(R"({"a":"\\u0000 is no character"})"), 31U);
  EXPECT_EQ(reader.read("{} {"), 3U) << "blanks after it are passed";
}

TEST(RowReader, TellsMembersToTheConnector) {
  const TransformMap map = make_map("");
  const RowPlan plan(map, {"t", "o.n", "missing", "l", "[\"a.b\"]"});
  const boost::json::object root;
  RowReader reader(plan, root);
  const std::string text = R"({"t":"\u00e4x","o":{"n":1.50},"l":[1],"a.b":true})";
  ASSERT_EQ(reader.read(text), text.size());
  EXPECT_EQ(reader.string(0), "\u00e4x");
  EXPECT_EQ(reader.text(0), "\u00e4x");
  EXPECT_EQ(reader.string(1), "");
  EXPECT_EQ(reader.text(1), "1.5");
  for (std::size_t none : {2U, 3U}) EXPECT_EQ(reader.text(none), "") << none;
  EXPECT_EQ(reader.text(4), "true");
  const boost::json::object tree = object(R"({"o":{"n":"tree"}})");
  reader.read(tree);
  EXPECT_EQ(reader.text(0), "") << "of the row before";
  EXPECT_EQ(reader.string(1), "tree");
}

TEST(RowReader, TakesFactsAsMembers) {
  const TransformMap map = make_map(
      "  - {from: 'findings[].$f.text', to: 'findings[].description'}\n"
      "  - {from: 'findings[].$f.port', to: 'findings[].location.port'}\n"
      "  - {from: 'findings[].$link', to: 'findings[].vendorUrl'}\n"
      "  - {each: 'findings[].$f', to: 'findings[].customAttributes', fields: {key: $key, value: "
      "$value}}\n");
  const RowPlan plan(map, {});
  const boost::json::object root;
  RowReader reader(plan, root);
  // The source's own member of that name does not count.
  const std::string text = R"({"$link":5,"$f":{"text":"forged","other":1}})";
  ASSERT_EQ(reader.read(text), text.size());
  reader.begin("$f");
  reader.add("text", std::string("made"));
  reader.add("port", std::int64_t{443});
  reader.end();
  reader.add("$link", std::string("https://x"));
  ASSERT_TRUE(reader.map(kFacts));
  Outcome outcome;
  EXPECT_EQ(reader.finding(),
            by_tree(map, root, object(R"({"$f":{"text":"made","port":443},"$link":"https://x"})"),
                    outcome));
}

// Rows of others are passed over; who says both belongs where its last word says.
TEST(RowReader, PassesOverOtherRows) {
  const TransformMap map = make_map(kRows);
  RowPlan plan(map, {"kind", "note", "t"});
  plan.only(0, "mine", {1});
  const boost::json::object root;
  RowReader reader(plan, root);
  for (const std::string row :
       {R"({"t":"x","kind":"mine","note":"n"})", R"({"kind":"mine","t":"x","note":"n"})",
        R"({"kind":"other","t":"x","o":{"a":{"b":1}},"note":"n","kind":"mine"})",
        R"({"kind":"other","t":"x","note":"n","kind":5})"}) {
    ASSERT_EQ(reader.read(row), row.size());
    EXPECT_EQ(reader.string(1), "n");
    EXPECT_EQ(reader.string(2), "x") << row;
  }
  for (const std::string row : {R"({"kind":"other","t":"x","l":[{"x":1}],"note":"n"})",
                                R"({"kind":"mine","kind":"other","t":"x","note":"n"})"}) {
    ASSERT_EQ(reader.read(row), row.size());
    EXPECT_EQ(reader.string(0), "other");
    EXPECT_EQ(reader.string(1), "n");
    EXPECT_EQ(reader.string(2), "") << row;
  }
  EXPECT_EQ(reader.read(R"({"kind":"other","t":"\ud800"})"), 0U) << "broken is broken";
  expect_same(map, reader, R"({"kind":"mine","t":"after them"})", root);
}

TEST(RowReader, RefusesPathsThatAreNone) {
  const TransformMap map = make_map("");
  EXPECT_THROW(RowPlan(map, {"a..b"}), ingest::sdk::Error);
}

}  // namespace
}  // namespace maptest
