// The one walk over a record: every path finds what it would find by itself.
#include <gtest/gtest.h>

#include <vector>

#include "field_plan.hpp"
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

TEST(FieldPlan, PathsFindWhatTheyFindByThemselves) {
  const boost::json::object root = object(
      R"({"a": {"b": 1, "c": null, "d": [{"e": "x"}, {"e": null}, 7, {"e": ["y"]}]}, "s": "t", "a.b": 5, "n": null})");
  const boost::json::object row = object(R"({"a": [1, 2], "deep": {"er": {"st": false}}})");
  const std::vector<std::string> texts = {"a",
                                          "a.b",
                                          "a.b.c",
                                          "a.c",
                                          "a.c.d",
                                          "a.d[].e",
                                          "a.d[]",
                                          "s",
                                          "s.t",
                                          "s[]",
                                          "n",
                                          "n[].x",
                                          "missing",
                                          "missing.x",
                                          "[\"a.b\"]",
                                          "a[].d[].e",
                                          "findings[].a",
                                          "findings[].a[]",
                                          "findings[].deep.er.st",
                                          "findings[].deep.er[].st",
                                          "findings[].none.x"};
  Scope scope;
  scope.root = &root;
  scope.row = &row;
  FieldPlans plans;
  std::vector<Path> bound;
  for (const std::string& text : texts) {
    bound.push_back(Path::parse(text));
    bound.back().bind(plans);
  }
  std::vector<const boost::json::value*> root_values(plans.root.size());
  std::vector<const boost::json::value*> row_values(plans.row.size());
  plans.root.read(root, root_values.data());
  plans.row.read(row, row_values.data());
  Scope read = scope;
  read.root_values = root_values.data();
  read.row_values = row_values.data();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    SCOPED_TRACE(texts[i]);
    const Path alone = Path::parse(texts[i]);
    EXPECT_EQ(bound[i].find(read), alone.find(scope));
    EXPECT_EQ(bound[i].resolve(read).shown(), alone.resolve(scope).shown());
  }
}

// A scope without values, as in the elements of an unbound plan: the path looks for itself.
TEST(FieldPlan, ABoundPathStillWorksAlone) {
  FieldPlans plans;
  Path path = Path::parse("a.b");
  path.bind(plans);
  const boost::json::object root = object(R"({"a": {"b": "x"}})");
  Scope scope;
  scope.root = &root;
  EXPECT_EQ(path.resolve(scope).view(), "x");
}

}  // namespace
}  // namespace maptest
