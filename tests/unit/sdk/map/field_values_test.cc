// What is kept of a record while its tokens pass: the fields of the plan, each as the tree has it.
#include "field_values.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "map_fixture.hpp"
#include "path.hpp"

namespace maptest {
namespace {

using namespace ingest::sdk::map;

TEST(FieldPlan, HasEachMemberOnce) {
  FieldPlans plans;
  for (const char* text : {"a.b", "a.c", "a.b", "a.b.c", "a[].b", "findings[].a", "findings[].a.b"})
    Path::parse(text).bind(plans);
  EXPECT_EQ(plans.root.size(), 4U);  // a, a.b, a.c, a.b.c
  EXPECT_EQ(plans.row.size(), 2U);
}

TEST(FieldPlan, FindsEveryMemberAndNoOther) {
  FieldPlan plan;
  std::vector<std::string> names = {""};
  for (int i = 0; i < 500; ++i) names.push_back("member" + std::to_string(i * 7919));
  const std::uint32_t outer = plan.member(FieldPlan::kNone, "outer");
  for (const std::string& name : names) {
    const std::uint32_t one = plan.member(FieldPlan::kNone, name);
    EXPECT_NE(plan.member(outer, name), one);
  }
  EXPECT_EQ(plan.size(), 1 + 2 * names.size());
  for (const std::string& name : names) {
    EXPECT_EQ(plan.find(FieldPlan::kNone, name), plan.member(FieldPlan::kNone, name));
    EXPECT_EQ(plan.find(outer, name), plan.member(outer, name));
    EXPECT_EQ(plan.find(outer, name + "x"), FieldPlan::kNone);
    EXPECT_EQ(plan.find(plan.find(outer, name), name), FieldPlan::kNone);
  }
}

class Values : public ::testing::Test {
 protected:
  // Each path's value, as people see it.
  std::vector<std::string> of(const std::vector<const char*>& paths, const char* row) {
    FieldPlans plans;
    std::vector<Path> bound;
    for (const char* path : paths) {
      bound.push_back(Path::parse(std::string("findings[].") + path));
      bound.back().bind(plans);
    }
    FieldValues values(plans.row, memory);
    record = object(row);
    values.read(record);
    Scope scope;
    scope.row = values.all();
    std::vector<std::string> all;
    for (const Path& path : bound) all.push_back(path.resolve(scope, memory).shown());
    return all;
  }
  using Texts = std::vector<std::string>;
  boost::json::object record;
  RecordMemory memory;
};

TEST_F(Values, AreThereForEachFieldAlone) {
  EXPECT_EQ(of({"a", "b", "c", "d", "e", "f", "g"},
               R"({"a": "x", "b": -1, "c": 18446744073709551615, "d": 0.5, "e": true, "f": null})"),
            (Texts{"\"x\"", "-1", "18446744073709551615", "0.5", "true", "", ""}));
  EXPECT_EQ(of({"a.b", "a.c", "a.b.c"}, R"({"a": {"b": 1, "x": {"b": 2}}, "b": 3})"),
            (Texts{"1", "", ""}));
}

// One path wants the whole of what another one goes through.
TEST_F(Values, AWholeAndItsParts) {
  EXPECT_EQ(
      of({"a", "a.b", "a.b.c", "a.b.d[]"}, R"({"a": {"b": {"c": 1, "d": [2, [3]]}, "z": null}})"),
      (Texts{"{b: ..., z: ...}", "{c: ..., d: ...}", "1", "[2, 3]"}));
  EXPECT_EQ(of({"a", "a[].b"}, R"({"a": [{"b": 1}, {"b": [2, 3]}, 4, {}]})"),
            (Texts{"[{b: ...}, {b: ...}, 4]", "[1, 2, 3]"}));
}

TEST_F(Values, OfAnotherRecordLeaveNothing) {
  FieldPlan plan;
  const std::uint32_t a = plan.member(FieldPlan::kNone, "a");
  const std::uint32_t b = plan.member(a, "b");
  FieldValues values(plan, memory);
  record = object(R"({"a": {"b": 1}})");
  values.read(record);
  EXPECT_EQ(values[b].integer, 1);
  record = object(R"({"a": 2})");
  values.read(record);
  EXPECT_EQ(values[b].kind, Item::Kind::kMissing);
  EXPECT_EQ(values[a].integer, 2);
}

TEST(RecordMemory, IsUsedAgain) {
  RecordMemory memory;
  const char* const first = memory.room(100);
  memory.release();
  EXPECT_EQ(memory.room(50), first);
  EXPECT_EQ(memory.copy(""), "");
  for (int round = 0; round < 3; ++round) {
    std::vector<std::string_view> texts;
    for (std::size_t size = 1; size < 300'000; size = size * 3 + 1)
      texts.push_back(memory.copy(std::string(size, static_cast<char>('a' + texts.size()))));
    auto* const numbers = memory.array<std::uint64_t>(1000);
    for (std::uint64_t i = 0; i < 1000; ++i) numbers[i] = ~i;
    for (std::size_t i = 0; i < texts.size(); ++i)
      EXPECT_EQ(texts[i].find_first_not_of(static_cast<char>('a' + i)), std::string_view::npos);
    memory.release();
  }
}

}  // namespace
}  // namespace maptest
