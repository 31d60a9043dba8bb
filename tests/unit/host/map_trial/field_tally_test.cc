#include "map_trial/field_tally.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

namespace ingest::host {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

boost::json::object parsed(const std::string& text) { return boost::json::parse(text).as_object(); }

std::vector<std::string> unread(PathStart start, const std::vector<std::string>& reads,
                                const std::string& json) {
  FieldTally tally(start, reads);
  tally.add(parsed(json));
  std::vector<std::string> paths;
  for (const auto& field : tally.unread()) paths.push_back(field.path);
  return paths;
}

TEST(FieldTally, PathsAreThoseThatAMapWouldUse) {
  EXPECT_THAT(unread(PathStart::kRow, {},
                     R"({"id":1,"data":{"name":"x","odd.name":true,"a\"b[":1},)"
                     R"("list":[{"k":1},{"k":2},{"l":3}],"texts":["a"]})"),
              ElementsAre("findings[].data.name", R"(findings[].data["a\"b["])",
                          R"(findings[].data["odd.name"])", "findings[].id", "findings[].list[].k",
                          "findings[].list[].l", "findings[].texts[]"));
  EXPECT_THAT(unread(PathStart::kRoot, {}, R"({"$scan":{"id":"s"}})"), ElementsAre("$scan.id"));
}

TEST(FieldTally, WhatIsEmptyIsNoField) {
  EXPECT_THAT(unread(PathStart::kRoot, {}, R"({"a":null,"b":"","c":[],"d":{},"e":[null,""]})"),
              IsEmpty());
  EXPECT_THAT(unread(PathStart::kRoot, {}, R"({"a":false,"b":0})"), ElementsAre("a", "b"));
}

TEST(FieldTally, WhatTheMapReadsIsNotTold) {
  const std::string json = R"({"a":{"b":1,"bc":2},"l":[{"k":1}],"t":["x"],"o":{"any":1}})";
  EXPECT_THAT(unread(PathStart::kRoot, {"a.b"}, json),
              ElementsAre("a.bc", "l[].k", "o.any", "t[]"));
  // With [] and without, quoted and not, and all that hangs below.
  EXPECT_THAT(unread(PathStart::kRoot, {"a[\"b\"]", "a.bc", "l.k", "t", "o"}, json), IsEmpty());
  EXPECT_THAT(unread(PathStart::kRoot, {"a.b", "a.bc", "l[].k", "t[]", "o[].any"}, json),
              IsEmpty());
  EXPECT_THAT(unread(PathStart::kRoot, {"a.b.c", "findings[].l", "x"}, json),
              ElementsAre("a.b", "a.bc", "l[].k", "o.any", "t[]"));
  EXPECT_THAT(unread(PathStart::kRow, {"a", "findings[].l", "findings[]"}, R"({"a":1,"l":2})"),
              IsEmpty())
      << "the whole row";
  EXPECT_THAT(unread(PathStart::kRow, {"a", "findings[].l"}, R"({"a":1,"l":2})"),
              ElementsAre("findings[].a"));
}

TEST(FieldTally, EachObjectCountsOnceAndTheFirstValueIsTheExample) {
  FieldTally tally(PathStart::kRoot, {});
  tally.add(parsed(R"({"l":[1,2,3]})"));
  tally.add(parsed(R"({"l":[4]})"));
  tally.add(parsed(R"({"x":")" + std::string(500, 'y') + "\\u001b\"}"));
  EXPECT_EQ(tally.objects(), 3U);
  const auto fields = tally.unread();
  ASSERT_EQ(fields.size(), 2U);
  EXPECT_EQ(fields[0].objects, 2U);
  EXPECT_EQ(fields[0].example, "1");
  EXPECT_LT(fields[1].example.size(), 80U);
  EXPECT_THAT(fields[1].example, HasSubstr("..."));
}

TEST(FieldTally, HoldsOnlySoManyNames) {
  FieldTally tally(PathStart::kRoot, {});
  for (std::size_t i = 0; i < FieldTally::kMostFields; ++i)
    tally.add(parsed("{\"f" + std::to_string(i) + "\":1}"));
  EXPECT_FALSE(tally.has_more());
  tally.add(parsed(R"({"one more":1,"f0":1})"));
  EXPECT_TRUE(tally.has_more());
  EXPECT_EQ(tally.fields(), FieldTally::kMostFields);
  EXPECT_EQ(tally.unread().front().objects, 2U) << "those that it knows still count";
  tally.add(parsed("{\"" + std::string(600, 'n') + "\":1}"));
}

TEST(FieldPath, OddPathsEnd) {
  for (const char* path : {"", "[", "[[", "a[", "a[\"", "a[\"b", "..", "[]", "a[x", "]["})
    EXPECT_FALSE(place_of(path).empty()) << path;
}

}  // namespace
}  // namespace ingest::host
