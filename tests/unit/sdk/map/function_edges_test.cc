// What every function does with what it was not made for: nothing, objects, lists, other types, and
// the ends of its range. functions_test.cc has what each is for.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "known_functions.hpp"
#include "map_fixture.hpp"

namespace maptest {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Of an object: refused by the function, or passed on, and then refused by a target of texts.
enum class OfObjects { kRefused, kPassed };

struct Function {
  const char* name;
  const char* written;
  OfObjects objects;
  // Values as a list of texts: what becomes of ["a", 7, true, null, "", "b"].
  const char* mixed;
};

const Function kFunctions[] = {
    {"trim", "trim", OfObjects::kRefused, "a|7|true|b"},
    {"lower", "lower", OfObjects::kRefused, "a|7|true|b"},
    {"upper", "upper", OfObjects::kRefused, "A|7|true|B"},
    {"prefix", "{prefix: p}", OfObjects::kRefused, "pa|p7|ptrue|pb"},
    {"suffix", "{suffix: s}", OfObjects::kRefused, "as|7s|trues|bs"},
    {"regex", "{regex: '[a7r]'}", OfObjects::kRefused, "a|7|r"},
    {"split", "{split: r}", OfObjects::kRefused, "a|7|t|ue|b"},
    {"join", "{join: '+'}", OfObjects::kPassed, "a+7+true+b"},
    {"first", "first", OfObjects::kPassed, "a"},
    {"last", "last", OfObjects::kPassed, "b"},
    {"number", "{number: {invalid: empty}}", OfObjects::kRefused, "7"},
    {"integer", "{integer: {invalid: empty}}", OfObjects::kRefused, "7"},
    {"round", "{round: 1}", OfObjects::kRefused, "! needs a number"},
    {"clamp", "{clamp: {min: 1, max: 5}}", OfObjects::kRefused, "! needs a number"},
    {"date", "{date: {forms: [unix_seconds], invalid: empty}}", OfObjects::kRefused,
     "1970-01-01T00:00:07Z"},
    {"value_map", "{value_map: {values: {a: x, 7: y, true: z}, unknown: keep}}",
     OfObjects::kRefused, "x|y|z|b"},
    {"default", "{default: d}", OfObjects::kPassed, "a|7|true|b"},
    {"drop_if", "{drop_if: {in: [a, true]}}", OfObjects::kRefused, "7|b"},
};

class FunctionEdges : public ::testing::TestWithParam<Function> {
 protected:
  std::string apply() const { return "[" + std::string(GetParam().written) + "]"; }
  std::string name() const { return GetParam().name; }
};

TEST_P(FunctionEdges, NothingStaysNothing) {
  for (const char* nothing : {"null", R"("")", "[]", R"([null, "", []])", "{}"}) {
    EXPECT_EQ(through_list(apply(), nothing), name() == "default" ? "d" : "") << nothing;
  }
}

TEST_P(FunctionEdges, ObjectsAreRefusedWithAReason) {
  const std::string one = through_list(apply(), R"({"a": 1})");
  const std::string list = through_list(apply(), R"([{"a": 1}, {"b": 2}])");
  if (GetParam().objects == OfObjects::kRefused) {
    EXPECT_TRUE(has(one, "'" + name() + "' can't take an object")) << one;
    EXPECT_TRUE(has(list, "'" + name() + "' can't take a list of objects")) << list;
  } else {
    EXPECT_TRUE(has(one, "the target takes")) << one;
    EXPECT_EQ(list.substr(0, 2), "! ") << list;
  }
  EXPECT_TRUE(has(one, "row 1 of map test")) << one;
}

TEST_P(FunctionEdges, MixedListsElementByElement) {
  const std::string got = through_list(apply(), R"(["a", 7, true, null, "", "b"])");
  const std::string wanted = GetParam().mixed;
  if (wanted.rfind("! ", 0) == 0) {
    EXPECT_TRUE(has(got, wanted.substr(2))) << got;
  } else {
    EXPECT_EQ(got, wanted);
  }
}

TEST_P(FunctionEdges, ListsWithinListsAreFlat) {
  const std::string flat = through_list(apply(), R"(["7", "8", "9"])");
  EXPECT_EQ(through_list(apply(), R"(["7", ["8", ["9", []]]])"), flat);
}

TEST_P(FunctionEdges, AllAtOnceAndTwice) {
  // Whatever a function gives, each other one takes or refuses with a reason.
  for (const Function& other : kFunctions) {
    const std::string chain = "[" + std::string(GetParam().written) + ", " + other.written + "]";
    for (const char* value : {"7", R"("a")", "true", R"(["a", 7])", "null", R"({"a": 1})"}) {
      const std::string rows =
          "  - from: findings[].v\n    to: findings[].compliances\n    apply: ";
      if (!refusal(rows + chain + "\n").empty()) continue;  // types that can never fit
      const std::string got = through_list(chain, value);
      EXPECT_TRUE(got.rfind("! ", 0) != 0 || has(got, "(from findings[].v")) << chain << got;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Each, FunctionEdges, ::testing::ValuesIn(kFunctions),
                         [](const auto& which) { return std::string(which.param.name); });

// A function that is not here would go untested.
TEST(FunctionEdges, AreThoseOfAllFunctions) {
  std::set<std::string> tested;
  for (const Function& one : kFunctions) tested.insert(one.name);
  EXPECT_EQ(tested, known_functions());
}

TEST(NumberEdges, EndsOfTheRange) {
  EXPECT_EQ(through("[integer]", "-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(through("[integer]", "18446744073709551615"), "18446744073709551615");
  EXPECT_TRUE(has(through("[integer]", R"("18446744073709551616")"), "no whole number"));
  EXPECT_TRUE(has(through("[integer]", "1.8446744073709552e19"), "no whole number"));
  EXPECT_EQ(through("[integer]", R"("-0")"), "0");
  EXPECT_EQ(through("[{clamp: {min: -1, max: 1}}]", "-1e308"), "-1");
  EXPECT_EQ(through("[{clamp: {max: 7}}]", "18446744073709551615"), "7");
  EXPECT_EQ(through("[{clamp: {min: 5, max: 5}}]", "0"), "5");
  EXPECT_TRUE(has(through("[{clamp: {min: 1}}]", R"("x")"), "needs a number"));
  EXPECT_TRUE(has(through("[{clamp: {min: 1}}]", "true"), "needs a number"));
  EXPECT_TRUE(has(through("[{round: 1}]", "true"), "needs a number"));
  EXPECT_EQ(through("[{round: 15}]", "0.1234567890123456"), "0.123456789012346");
}

TEST(DateEdges, EndsOfTheRange) {
  EXPECT_EQ(through("[date]", R"("0001-01-01T00:00:00Z")"), "0001-01-01T00:00:00Z");
  EXPECT_EQ(through("[date]", R"("9999-12-31T23:59:59.999999999Z")"),
            "9999-12-31T23:59:59.999999999Z");
  EXPECT_TRUE(has(through("[date]", R"("9999-12-31T23:59:59-01:00")"), "no date"));
  EXPECT_TRUE(has(through("[date]", R"("0001-01-01T00:00:00+01:00")"), "no date"));
  EXPECT_TRUE(has(through("[date]", R"("2026-02-29T00:00:00Z")"), "no date"));
  EXPECT_EQ(through("[date]", R"("2024-02-29T00:00:00Z")"), "2024-02-29T00:00:00Z");
  EXPECT_TRUE(has(through("[date]", R"("2026-01-12T03:00:05")"), "no date")) << "no zone";
  EXPECT_TRUE(has(through("[date]", "true"), "no date"));
  EXPECT_EQ(through("[{date: {forms: [unix_seconds]}}]", "253402300799"), "9999-12-31T23:59:59Z");
  EXPECT_TRUE(has(through("[{date: {forms: [unix_seconds]}}]", "253402300800"), "no date"));
  EXPECT_TRUE(has(through("[{date: {forms: [unix_seconds]}}]", "1.5"), "no date"));
  EXPECT_EQ(through("[date, date]", R"("2026-01-12T03:00:05Z")"), "2026-01-12T03:00:05Z");
}

TEST(TextEdges, Limits) {
  EXPECT_EQ(through(R"([{regex: '^$'}, {default: none}])", R"("a")"), "none");
  EXPECT_EQ(through("[{regex: '[0-9.]+'}]", "-7.25"), "7.25");
  EXPECT_EQ(through("[{split: ab}, {join: '-'}]", R"("xababyab")"), "x-y");
  EXPECT_EQ(through("[{join: ''}]", R"(["a", "b"])"), "ab");
  EXPECT_EQ(through("[{drop_if: ''}]", R"("a")"), "a");
  EXPECT_EQ(through("[{default: 0}]", "null"), "0");
  EXPECT_EQ(through("[{default: false}]", "null"), "false");
}

std::string refused(const std::string& functions) {
  return refusal("  - {from: 'findings[].v', to: 'findings[].description', apply: " + functions +
                 "}\n");
}

// plan_parser_test.cc has the others.
TEST(FunctionArguments, AreHeldToTheirLimits) {
  EXPECT_TRUE(has(refused("[{prefix: ''}]"), "needs a text that is not empty"));
  EXPECT_TRUE(has(refused("[{suffix: [a]}]"), "must be a text, a number"));
  EXPECT_TRUE(has(refused("[{split: {a: b}}]"), "must be a text, a number"));
  EXPECT_TRUE(has(refused("[{round: -1}]"), "0 to 15"));
  EXPECT_TRUE(has(refused("[{round: 1.5}]"), "0 to 15"));
  EXPECT_TRUE(has(refused("[{clamp: {min: x}}]"), "must be a number"));
  EXPECT_TRUE(has(refused("[{number: {invalid: keep}}]"), "dead-letter or empty, not 'keep'"));
  EXPECT_TRUE(has(refused("[{date: {forms: []}}]"), "a list of one form or more"));
  EXPECT_TRUE(has(refused("[{drop_if: {in: a}}]"), "must be a list"));
  EXPECT_TRUE(has(refused("[{drop_if: {}}]"), "needs 'equals' or 'in'"));
  EXPECT_TRUE(has(refused("[{trim: x}]"), "takes no argument"));
  EXPECT_TRUE(has(refused("trim"), "'apply' must be a list"));
  std::string many = "[trim";
  for (int i = 0; i < 32; ++i) many += ", trim";
  EXPECT_TRUE(has(refused(many + "]"), "too many functions"));
  std::string values = "k0: v";
  for (int i = 1; i <= 10000; ++i) values += ", k" + std::to_string(i) + ": v";
  EXPECT_TRUE(has(refused("[{value_map: {values: {" + values + "}}}]"), "too many entries"));
}

}  // namespace
}  // namespace maptest
