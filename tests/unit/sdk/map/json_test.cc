#include "ingest/sdk/json.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "ingest/sdk/connector.hpp"

namespace ingest::sdk::json {
namespace {

std::string refusal(std::string_view text, const Limits& limits = {}) {
  try {
    parse(text, limits);
  } catch (const Error& e) {
    return std::to_string(e.code()) + " " + e.what();
  }
  return "";
}

TEST(Json, RefusesWithTheByte) {
  EXPECT_EQ(refusal("{\"a\": nul}").rfind("8 not JSON: ", 0), 0u) << refusal("{\"a\": nul}");
  EXPECT_NE(refusal("{\"a\": 1} x").find("at byte 9"), std::string::npos)
      << refusal("{\"a\": 1} x");
  EXPECT_NE(refusal("").find("incomplete"), std::string::npos) << refusal("");
  EXPECT_NE(refusal("{\"a\":").find("at byte 5"), std::string::npos);
}

TEST(Json, ChecksUtf8DepthAndSize) {
  EXPECT_NE(refusal("\"\xFF\""), "");
  EXPECT_NE(refusal("\"\xC3\""), "");
  EXPECT_NE(refusal("\"\xED\xA0\x80\""), "");  // a surrogate
  EXPECT_EQ(refusal("\"\xC3\xA4\""), "");
  EXPECT_EQ(refusal(std::string(64, '[') + std::string(64, ']')), "");
  EXPECT_NE(refusal(std::string(65, '[') + std::string(65, ']')), "");
  EXPECT_EQ(refusal("[1,2]", {.depth = 4, .bytes = 4}).rfind("11 ", 0), 0u);
}

TEST(Json, AccessorsTakeWhatComes) {
  const boost::json::object o = parse_object(
      R"({"s": "text", "n": 7, "neg": -7, "d": 7.5, "whole": 7.0, "big": 18446744073709551615,
          "ns": "42", "b": true, "bs": "false", "null": null, "a": [1], "o": {"x": 1}, "huge": 1e30})",
      "test");
  EXPECT_EQ(string_at(o, "s"), "text");
  for (const char* key : {"n", "null", "a", "o", "missing"}) EXPECT_EQ(string_at(o, key), "");
  EXPECT_EQ(text_at(o, "n"), "7");
  EXPECT_EQ(text_at(o, "d"), "7.5");
  EXPECT_EQ(text_at(o, "b"), "true");
  EXPECT_EQ(text_at(o, "o"), "");
  EXPECT_EQ(uint_at(o, "n"), 7u);
  EXPECT_EQ(uint_at(o, "whole"), 7u);
  EXPECT_EQ(uint_at(o, "ns"), 42u);
  EXPECT_EQ(uint_at(o, "big"), 18446744073709551615u);
  for (const char* key : {"neg", "d", "s", "b", "null", "a", "missing", "huge"}) {
    EXPECT_EQ(uint_at(o, key), std::nullopt) << key;
  }
  EXPECT_EQ(int_at(o, "neg"), -7);
  EXPECT_EQ(int_at(o, "big"), std::nullopt);
  EXPECT_EQ(number_at(o, "d"), 7.5);
  EXPECT_EQ(number_at(o, "ns"), 42.0);
  EXPECT_EQ(number_at(o, "s"), std::nullopt);
  EXPECT_EQ(bool_at(o, "b"), true);
  EXPECT_EQ(bool_at(o, "bs"), false);
  EXPECT_EQ(bool_at(o, "n"), std::nullopt);
  EXPECT_EQ(array_at(o, "a").size(), 1u);
  EXPECT_TRUE(array_at(o, "null").empty());
  EXPECT_TRUE(array_at(o, "o").empty());
  EXPECT_EQ(object_at(o, "o").size(), 1u);
  EXPECT_TRUE(object_at(o, "a").empty());
}

TEST(Json, ObjectIsNamedInTheError) {
  try {
    parse_object("[]", "projects page");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(std::string(e.what()), "projects page: a JSON array where an object was expected");
  }
}

TEST(Json, ScoresAreExact) {
  for (int tenths = 0; tenths <= 100; ++tenths) {
    const std::string text = std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
    EXPECT_EQ(parse(text).to_number<double>(), std::strtod(text.c_str(), nullptr)) << text;
  }
}

}  // namespace
}  // namespace ingest::sdk::json
