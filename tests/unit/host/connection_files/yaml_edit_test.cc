// A value is changed, and everything else of the file stays as it was, comments included.
#include "connection_files/yaml_edit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connection/connection.hpp"
#include "connection_files/odd_texts.hpp"
#include "connection_files/yaml_scalar.hpp"
#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

constexpr char kFile[] = R"(# Ours: ask Kim before you change it.
kind: connection
name: acme   # short
plugin: 'c'

config:
    # the region
    region: "deu"     # Germany
    tenant: acme
    # key at the end
    api_key: ${env:KEY}   # from the vault
# scope is below
scope:
    kinds:
      - one   # the first
      - two
http: {ca_file: /etc/ca.pem, timeout: 60s}   # ours
schedule:
    every: 24h    # nightly
    start: 2026-12-01T02:00:00Z
status: active # for now)";

std::string edited(const std::string& text, const std::vector<std::string>& path,
                   const std::optional<std::string>& yaml) {
  return edited_yaml(text, {path, yaml}, "/x/acme.yaml");
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(YamlEdit, AScalarWhereItStands) {
  const std::string file = kFile;
  EXPECT_EQ(edited(file, {"config", "region"}, "us"), replaced(file, "\"deu\"", "us"));
  EXPECT_EQ(edited(file, {"config", "api_key"}, "${secret:acme/api_key}"),
            replaced(file, "${env:KEY}", "${secret:acme/api_key}"));
  EXPECT_EQ(edited(file, {"name"}, "other"), replaced(file, "name: acme", "name: other"));
  EXPECT_EQ(edited(file, {"plugin"}, "d"), replaced(file, "'c'", "d"));
  EXPECT_EQ(edited(file, {"status"}, "inactive"),
            replaced(file, "status: active", "status: inactive"));
  EXPECT_EQ(edited(file, {"http", "timeout"}, "5s"), replaced(file, "60s", "5s"));
  EXPECT_EQ(edited(file, {"schedule", "every"}, "7d"), replaced(file, "24h", "7d"));
}

TEST(YamlEdit, AKeyThatIsNotThereYet) {
  const std::string file = kFile;
  EXPECT_EQ(edited(file, {"config", "client_id"}, "x"),
            replaced(file, "# from the vault\n", "# from the vault\n    client_id: x\n"));
  EXPECT_EQ(edited(file, {"http", "proxy"}, "http://p:1"),
            replaced(file, "60s}", "60s, proxy: \"http://p:1\"}"));
  EXPECT_EQ(edited(file, {"description"}, "words"), file + "\ndescription: words\n");
  EXPECT_EQ(edited(file, {"output", "dir"}, "/out"), file + "\noutput: {dir: /out}\n");
}

TEST(YamlEdit, AKeyThatGoes) {
  const std::string file = kFile;
  EXPECT_EQ(edited(file, {"config", "tenant"}, std::nullopt),
            replaced(file, "    tenant: acme\n", ""));
  EXPECT_EQ(edited(file, {"http", "ca_file"}, std::nullopt),
            replaced(file, "ca_file: /etc/ca.pem, ", ""));
  EXPECT_EQ(edited(file, {"http", "timeout"}, std::nullopt), replaced(file, ", timeout: 60s", ""));
  EXPECT_EQ(edited(file, {"output", "dir"}, std::nullopt), file);
  EXPECT_EQ(
      edited(file, {"schedule"}, std::nullopt),
      replaced(file, "schedule:\n    every: 24h    # nightly\n    start: 2026-12-01T02:00:00Z\n",
               ""));
}

TEST(YamlEdit, AList) {
  EXPECT_EQ(edited(kFile, {"scope", "kinds"}, "[two]"),
            replaced(kFile, "\n      - one   # the first\n      - two", " [two]"));
  EXPECT_EQ(
      edited("kind: c\nscope: {kinds: [one, 'two, 2'], more: [x]}\n", {"scope", "kinds"}, "[]"),
      "kind: c\nscope: {kinds: [], more: [x]}\n");
}

TEST(YamlEdit, EmptyValuesAndSections) {
  EXPECT_EQ(edited("a: 1\nconfig:\nb: 2\n", {"config", "x"}, "y"), "a: 1\nconfig: {x: y}\nb: 2\n");
  EXPECT_EQ(edited("a: 1\nconfig: {}\n", {"config", "x"}, "y"), "a: 1\nconfig: {x: y}\n");
  EXPECT_EQ(edited("a:   # none yet\nb: 2\n", {"a"}, "y"), "a: y   # none yet\nb: 2\n");
}

TEST(YamlEdit, OtherSpellings) {
  EXPECT_EQ(edited("\xEF\xBB\xBF"
                   "a: 1\nb: 2\n",
                   {"b"}, "3"),
            "\xEF\xBB\xBF"
            "a: 1\nb: 3\n");
  EXPECT_EQ(edited("a: 1\r\nb: 2\r\n", {"a"}, "3"), "a: 3\r\nb: 2\r\n");
  EXPECT_EQ(edited("{a: 1, b: \"}\"}\n", {"a"}, "3"), "{a: 3, b: \"}\"}\n");
  EXPECT_EQ(edited("{a: 1, b: \"}\"}\n", {"c"}, "3"), "{a: 1, b: \"}\", c: 3}\n");
  EXPECT_EQ(edited("---\na: 'it''s'\n...\n", {"a"}, "x"), "---\na: x\n...\n");
  EXPECT_EQ(edited("---\na: 1\n...\n", {"b"}, "x"), "---\na: 1\nb: x\n...\n");
  EXPECT_EQ(edited("\"a\": 1\n", {"a"}, "x"), "\"a\": x\n");
}

TEST(YamlEdit, WhatCanNotBeChangedByItselfIsRefusedAndNamed) {
  for (const char* text : {"a: |\n  block\nb: 2\n", "a: >-\n  folded\nb: 2\n",
                           "a: several\n  lines\nb: 2\n", "a: &x 1\nb: *x\n", "a: !t 1\nb: 2\n"}) {
    try {
      const std::string got = edited(text, {"a"}, "new");
      // Where yaml-cpp's place makes it possible, it must be right.
      EXPECT_EQ(edited(got, {"a"}, "new"), got);
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.status(), ExitStatus::kConfig);
      EXPECT_THAT(failure.what(), ::testing::HasSubstr("acme.yaml: a "));
      EXPECT_THAT(failure.hint(), ::testing::HasSubstr("--editor"));
    }
  }
}

TEST(YamlEdit, WhateverTheWordsTheyReadBackAndTheRestStays) {
  std::vector<std::string> texts = odd_texts();
  std::mt19937 random(7);
  for (int i = 0; i < 1000; ++i) texts.push_back(random_text(random));
  for (const std::string& text : texts) {
    if (text.find("${") != std::string::npos && text.rfind("${", 0) != 0) continue;
    if (text.rfind("${", 0) == 0 && text.back() != '}') continue;
    for (const std::vector<std::string>& path :
         {std::vector<std::string>{"config", "tenant"}, {"http", "no_proxy"}, {"description"}}) {
      SCOPED_TRACE(path.back() + " <" + text + ">");
      const std::string after = edited(kFile, path, yaml_scalar(text));
      const Connection read = parse_connection(after, "/x/acme.yaml");
      const std::string got = path.back() == "tenant"     ? read.config.at("tenant").text
                              : path.back() == "no_proxy" ? read.http.no_proxy
                                                          : read.description;
      EXPECT_EQ(got, text);
      for (const char* comment : {"# Ours: ask Kim before you change it.", "# short", "# Germany",
                                  "# from the vault", "# the first", "# ours", "# for now"})
        EXPECT_THAT(after, ::testing::HasSubstr(comment));
      if (::testing::Test::HasFailure()) return;
    }
  }
}

}  // namespace
}  // namespace ingest::host
