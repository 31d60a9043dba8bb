#include "serve/child_lines.hpp"

#include <gtest/gtest.h>

namespace ingest::host {
namespace {

TEST(ChildLines, OnlyLinesOfTheLogNameTheirConnection) {
  LogOptions json;
  json.format = LogFormat::kJson;
  EXPECT_FALSE(names_its_connection(log_line(json, "t", LogLevel::kWarn, "http", "m")));
  json.context = {"acme", ""};
  EXPECT_EQ(log_line(json, "t", LogLevel::kWarn, "http", "m"),
            R"({"time":"t","level":"warn","source":"http","connection":"acme","message":"m"})");
  EXPECT_TRUE(names_its_connection(log_line(json, "t", LogLevel::kWarn, "http", "m")));
  json.context = {"acme", "20261127T000000Z-aaaaaa"};
  EXPECT_TRUE(
      names_its_connection(log_line(json, "t", LogLevel::kWarn, "http", "a \"b\" \\ \x01")));
  for (const char* line :
       {"", "error: no", "{", "{}", "[]", R"({"time":1,"level":"","connection":"","message":""})",
        R"({"connection":"acme"})",
        R"({"time":"","level":"","connection":"","message":""} and more)"})
    EXPECT_FALSE(names_its_connection(line)) << line;
  EXPECT_FALSE(names_its_connection(std::string(50000, '[')));
  EXPECT_FALSE(names_its_connection("{\"a\":" + std::string(50000, '[')));
}

TEST(ChildLines, TheLabelIsTheLevel) {
  EXPECT_EQ(entry_of("error: no", LogFormat::kJson, "acme").level, LogLevel::kError);
  EXPECT_EQ(entry_of("hint: do", LogFormat::kJson, "acme").level, LogLevel::kError);
  EXPECT_EQ(entry_of("warning: oh", LogFormat::kJson, "acme").level, LogLevel::kWarn);
  EXPECT_EQ(entry_of("reading", LogFormat::kJson, "acme").level, LogLevel::kInfo);
  EXPECT_EQ(entry_of("reading", LogFormat::kJson, "acme").message, "reading");
  EXPECT_EQ(entry_of("reading", LogFormat::kText, "acme").message, "[acme] reading");
  EXPECT_EQ(error_in("error: it broke"), "it broke");
  EXPECT_EQ(error_in("hint: mend it"), "");
}

}  // namespace
}  // namespace ingest::host
