// The JSON reader in C: it takes what Boost.JSON takes, and finds in it what Boost.JSON finds.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" {
#include "json.h"
}

namespace {

json whole(const std::string& text) { return {text.data(), text.size()}; }

std::string decoded(json value) {
  std::string out(json_decode(value, nullptr), '\0');
  EXPECT_LE(out.size(), value.size);
  EXPECT_EQ(json_decode(value, out.data()), out.size());
  return out;
}

std::string raw(json value) { return {value.text == nullptr ? "" : value.text, value.size}; }

// A copy that ends where the memory ends, so that a read beyond it is seen by a sanitizer.
bool valid(std::string_view text) {
  const auto copy = std::make_unique<char[]>(text.size());
  text.copy(copy.get(), text.size());
  return json_valid({copy.get(), text.size()});
}

bool boost_takes(std::string_view text) {
  boost::json::error_code error;
  boost::json::parse_options options;
  options.max_depth = JSON_DEPTH_MAX;
  boost::json::parse(text, error, {}, options);
  return !error;
}

TEST(JsonOfC, KnowsJsonFromOther) {
  for (const char* text :
       {"null", " true ", "[]", "{}", "-0.5e+10", "\"\"", "[1, {\"a\": [false]}]", "\"\\u00fc\\n\"",
        "\"\xC3\xBC\xE2\x82\xAC\xF0\x9F\x9A\x80\"", "0"})
    EXPECT_TRUE(valid(text)) << text;
  for (const char* text : {"",
                           " ",
                           "{",
                           "[1,]",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{a:1}",
                           "1 2",
                           "01",
                           "-",
                           "+1",
                           ".5",
                           "1.",
                           "1e",
                           "nul",
                           "\"",
                           "\"\\",
                           "\"\\x\"",
                           "\"\\u12\"",
                           "\"\n\"",
                           "[1}",
                           "//",
                           "\"\xFF\"",
                           "\"\xC0\x80\"",
                           "\"\xED\xA0\x80\"",
                           "\"\xC3",
                           "\"\xF4\x90\x80\x80\"",
                           "\"\xE0\x80\x80\""})
    EXPECT_FALSE(valid(text)) << text;
  EXPECT_FALSE(valid(std::string_view("\"\0\"", 3)));
  EXPECT_FALSE(json_valid({nullptr, 0}));
}

TEST(JsonOfC, BoundsItsDepth) {
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(valid(nested(JSON_DEPTH_MAX)));
  EXPECT_FALSE(valid(nested(JSON_DEPTH_MAX + 1)));
  EXPECT_FALSE(valid(std::string(1'000'000, '[')));
}

TEST(JsonOfC, DecodesEscapes) {
  EXPECT_EQ(decoded(whole(R"("\"\\\/\b\f\n\r\t")")), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(decoded(whole(R"("\u00fc\u20ac\ud83d\ude80")")),
            "\xC3\xBC\xE2\x82\xAC\xF0\x9F\x9A\x80");
  EXPECT_EQ(decoded(whole(R"("a\u0000b")")), std::string("a\0b", 3));
  const std::string half = "\xEF\xBF\xBD";
  EXPECT_EQ(decoded(whole(R"("\ud83d")")), half);
  EXPECT_EQ(decoded(whole(R"("\ude80x")")), half + "x");
  EXPECT_EQ(decoded(whole(R"("\ud83d\u0041")")), half + "A");
  EXPECT_EQ(decoded(whole("-12.5")), "-12.5");
  for (const char* text : {"null", "[1]", "{}", "true"}) EXPECT_EQ(decoded(whole(text)), "");
}

TEST(JsonOfC, FindsMembersAndElements) {
  const std::string text =
      R"( { "a" : [ 1 , "x,]" , { "b" : 2 } , [ ] ] , "" : 3, "a2":{"a":7}, "n":null } )";
  ASSERT_TRUE(json_valid(whole(text)));
  std::vector<std::string> elements;
  json element;
  for (json rest = json_elements(json_get(whole(text), "a")); json_next(&rest, &element);)
    elements.push_back(raw(element));
  EXPECT_EQ(elements, (std::vector<std::string>{"1", "\"x,]\"", "{ \"b\" : 2 }", "[ ]"}));
  EXPECT_EQ(raw(json_get(json_get(whole(text), "a2"), "a")), "7");
  EXPECT_EQ(raw(json_get(whole(text), "")), "3");
  EXPECT_TRUE(json_is(json_get(whole(text), "n"), "null"));
  EXPECT_EQ(json_get(whole(text), "none").size, 0U);
  EXPECT_EQ(json_get(json_get(whole(text), "none"), "deeper").size, 0U);
  EXPECT_EQ(json_get(json_get(whole(text), "a"), "b").size, 0U) << "a list has no members";
  for (const std::string none : {"[]", "[ ]", "{}", "1", ""}) {
    json rest = json_elements(whole(none));
    EXPECT_FALSE(json_next(&rest, &element)) << none;
  }
}

TEST(JsonOfC, ReadsWholeNumbers) {
  uint64_t number = 0;
  EXPECT_TRUE(json_unsigned(whole("18446744073709551615"), &number));
  EXPECT_EQ(number, UINT64_MAX);
  for (const char* text :
       {"18446744073709551616", "99999999999999999999", "-1", "1.0", "\"1\"", ""})
    EXPECT_FALSE(json_unsigned(whole(text), &number)) << text;
}

// Every member of every object, every element, every string: the same as Boost.JSON's.
void expect_alike(json mine, const boost::json::value& other) {
  if (const auto* text = other.if_string()) {
    EXPECT_EQ(decoded(mine), std::string(text->data(), text->size()));
  } else if (const auto* list = other.if_array()) {
    json rest = json_elements(mine);
    json element;
    for (const auto& value : *list) {
      ASSERT_TRUE(json_next(&rest, &element));
      expect_alike(element, value);
    }
    EXPECT_FALSE(json_next(&rest, &element));
  } else if (const auto* object = other.if_object()) {
    for (const auto& member : *object) {
      // A name that comes twice is the first here and the last there; one that is written with an
      // escape is not found here.
      const std::string name(member.key());
      const std::string quoted = "\"" + name + "\"";
      const size_t at = raw(mine).find(quoted);
      if (at == std::string::npos || raw(mine).find(quoted, at + 1) != std::string::npos) continue;
      expect_alike(json_get(mine, name.c_str()), member.value());
    }
  } else {
    EXPECT_GT(mine.size, 0U);
  }
}

TEST(JsonOfC, AgreesWithBoostOnDamagedTexts) {
  const std::string sound =
      R"({"id":"ADV-1","n":[0,-1.5e+3,{"deep":[[],{}]}],"s":"\"a\\b\/ü€🚀\u00e9\t","t":true,"f":false,"z":null})";
  const std::string parts = "{}[]\",:\\u0123eE+-.tfn \xC3\xBC\xF0\x80\x01";
  std::mt19937 random(20261128);
  const auto below = [&random](size_t n) { return static_cast<size_t>(random() % n); };
  size_t taken = 0;
  for (int round = 0; round < 30'000; ++round) {
    std::string text = sound;
    for (size_t changes = 1 + below(3); changes > 0; --changes) {
      const size_t at = below(text.size());
      if (below(3) == 0)
        text.erase(at, 1 + below(4));
      else if (below(2) == 0)
        text.insert(at, 1, parts[below(parts.size())]);
      else
        text[at] = parts[below(parts.size())];
    }
    // Of half a surrogate pair Boost says that it is an error, we that it is U+FFFD.
    if (text.find("\\ud") != text.npos || text.find("\\uD") != text.npos) continue;
    ASSERT_EQ(valid(text), boost_takes(text)) << text;
    if (!boost_takes(text)) continue;
    ++taken;
    expect_alike(whole(text), boost::json::parse(text));
  }
  EXPECT_GT(taken, 1000U);
}

}  // namespace
