#include "http/json_end.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ingest::host::http {
namespace {

TEST(JsonEnd, WholeTextsAreWhole) {
  for (const char* whole :
       {"{}", "[]", " \r\n\t{\"a\":[1,2,{}]} \n", "[\"}\",\"]\",\"\\\"[\"]", "\xEF\xBB\xBF[1]",
        "{\"a\":\"\\\\\"}", "[] trailing", "{\"a\\\\\\\"{\":1}"}) {
    EXPECT_FALSE(json_breaks_off(whole)) << whole;
  }
}

TEST(JsonEnd, EveryShorterBeginningBreaksOff) {
  const std::string whole = R"( {"a":["x\"]}",{"b\\":[1,2.5,null]},"\\\\"],"c":{}})";
  ASSERT_FALSE(json_breaks_off(whole));
  for (size_t size = 2; size < whole.size(); ++size) {
    EXPECT_TRUE(json_breaks_off(whole.substr(0, size))) << whole.substr(0, size);
  }
}

TEST(JsonEnd, WhatDoesNotBeginLikeOneIsNotJudged) {
  for (const char* other : {"", "   ", "null", "\"cut", "12", "<html>{", "\xEF\xBB\xBF", "}"}) {
    EXPECT_FALSE(json_breaks_off(other)) << other;
  }
}

TEST(JsonEnd, HostileTextsTakeLinearTime) {
  EXPECT_TRUE(json_breaks_off(std::string(8u << 20, '[')));
  EXPECT_TRUE(json_breaks_off("[\"" + std::string(8u << 20, '\\')));
  std::string quotes = "[";
  for (int i = 0; i < 1000000; ++i) quotes += "\"\\\\\\\"\",";
  EXPECT_TRUE(json_breaks_off(quotes));
  EXPECT_FALSE(json_breaks_off(quotes + "1]"));
}

}  // namespace
}  // namespace ingest::host::http
