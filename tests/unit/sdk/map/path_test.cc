#include "path.hpp"

#include <gtest/gtest.h>

#include "field_values.hpp"
#include "map_fixture.hpp"

namespace ingest::sdk::map {
namespace {

const boost::json::object& root() {
  static const boost::json::object object = maptest::object(R"({
    "id": "p1", "nothing": null, "a.b": {"c": 1}, "q\"x": 2, "$scan": {"id": "s1"},
    "findings": "not the row", "deep": {"list": [{"v": "x"}, {"v": null}, {}, {"v": ["y", "z"]}, 7]},
    "alone": {"v": "w"}})");
  return object;
}

std::string at(std::string_view text) {
  static const boost::json::object row = maptest::object(R"({"id": "r1", "data": {"n": 3}})");
  FieldPlans plans;
  Path path = Path::parse(text);
  path.bind(plans);
  RecordMemory memory;
  FieldValues of_root(plans.root, memory);
  FieldValues of_row(plans.row, memory);
  of_root.read(root());
  of_row.read(row);
  Scope scope;
  scope.root = of_root.all();
  scope.row = of_row.all();
  return path.resolve(scope, memory).shown();
}

TEST(Path, FindsMembers) {
  EXPECT_EQ(at("id"), "\"p1\"");
  EXPECT_EQ(at("$scan.id"), "\"s1\"");
  EXPECT_EQ(at("findings[].id"), "\"r1\"");
  EXPECT_EQ(at("findings[].data.n"), "3");
  EXPECT_EQ(at("[\"a.b\"].c"), "1");
  EXPECT_EQ(at("[\"q\\\"x\"]"), "2");
}

TEST(Path, WhatIsNotThereIsEmpty) {
  EXPECT_EQ(at("nothing"), "");
  EXPECT_EQ(at("nothing.more"), "");
  EXPECT_EQ(at("id.more"), "");
  EXPECT_EQ(at("deep.list.v"), "");
  EXPECT_EQ(at("missing[]"), "[]");
  EXPECT_EQ(at("nothing[].v"), "[]");
}

TEST(Path, WalksLists) {
  EXPECT_EQ(at("deep.list[].v"), "[\"x\", \"y\", \"z\"]");
  EXPECT_EQ(at("deep.list[].v[]"), "[\"x\", \"y\", \"z\"]");
  EXPECT_EQ(at("alone[].v"), "[\"w\"]");
}

TEST(Path, RefusesNonsense) {
  for (const char* bad :
       {"", ".", "a.", ".a", "a..b", "[]", "findings[]", "findings[]x", "a[0]", "a[\"b", "a[\"b\"",
        "findings[].", "a[]b", "findings[][]", "findings[][].a"}) {
    EXPECT_THROW(Path::parse(bad), Error) << bad;
  }
  EXPECT_THROW(Path::parse(std::string(600, 'a')), Error);
  std::string deep = "a";
  for (int i = 0; i < 40; ++i) deep += ".a";
  EXPECT_THROW(Path::parse(deep), Error);
}

TEST(Path, ElementsOfAnEach) {
  FieldPlan plan;
  plan.want(plan.member(FieldPlan::kNone, "item"));
  RecordMemory memory;
  FieldValues values(plan, memory);
  const boost::json::object record = maptest::object(R"({"item": {"v": 5}})");
  values.read(record);
  Scope scope;
  scope.item = values.all();
  scope.item_key = "name";
  EXPECT_EQ(Path::parse("v", true).resolve(scope, memory).shown(), "5");
  EXPECT_EQ(Path::parse("$key", true).resolve(scope, memory).shown(), "\"name\"");
  EXPECT_EQ(Path::parse("$value", true).resolve(scope, memory).shown(), "{v: ...}");
}

}  // namespace
}  // namespace ingest::sdk::map
