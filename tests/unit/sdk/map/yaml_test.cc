#include "ingest/sdk/map/yaml.hpp"

#include <gtest/gtest.h>

#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"

namespace ingest::sdk {
namespace {

std::string refusal(std::string_view yaml) {
  try {
    return "accepted: " + yaml_to_json(yaml);
  } catch (const Error& e) {
    return e.code() == INGEST_E_CONFIG ? e.what() : "wrong status";
  }
}

TEST(Yaml, CoreSchemaScalars) {
  EXPECT_EQ(yaml_to_json("[5, -5, +5, 007, 0x1F, 0o17, 1.50, .5, 5., 1e3, -1.5E-3]"),
            "[5,-5,5,7,31,15,1.50,0.5,5.0,1e3,-1.5e-3]");
  EXPECT_EQ(yaml_to_json("[true, True, FALSE, null, ~, NULL]"), "[true,true,false,null,null,null]");
  EXPECT_EQ(yaml_to_json("[yes, no, on, tRue, 1.2.3, -, 0x, 1_000, 12:30, e5, CWE-79]"),
            R"(["yes","no","on","tRue","1.2.3","-","0x","1_000","12:30","e5","CWE-79"])");
  EXPECT_EQ(yaml_to_json(R"(["5", 'true', "null", '~', ""])"), R"(["5","true","null","~",""])");
  EXPECT_EQ(yaml_to_json("a: |\n  true\nb: >-\n  5\n"), R"({"a":"true\u000a","b":"5"})");
  EXPECT_EQ(yaml_to_json("a:\nb: [ ]\nc: { }\n"), R"({"a":null,"b":[],"c":{}})");
}

TEST(Yaml, KeysAreTextAsWritten) {
  EXPECT_EQ(yaml_to_json("{5: a, true: b, 'null': c, 1.0: d, '': e}"),
            R"({"5":"a","true":"b","null":"c","1.0":"d","":"e"})");
}

TEST(Yaml, ErrorsSayWhere) {
  EXPECT_EQ(refusal("a: 1\nb: 2\na: 3\n"), "line 3, column 1: the key 'a' is repeated");
  EXPECT_EQ(refusal("a: &x 1\n").rfind("line 1, column 4: anchors", 0), 0u) << refusal("a: &x 1\n");
  EXPECT_EQ(refusal("a: [&x [1]]\n").rfind("line 1, column 5: anchors", 0), 0u);
  EXPECT_NE(refusal("a: *x\n").find("line 1"), std::string::npos) << refusal("a: *x\n");
  EXPECT_NE(refusal("a: !!str 5\n").find("tags"), std::string::npos) << refusal("a: !!str 5\n");
  EXPECT_NE(refusal("a: !x [5]\n").find("tags"), std::string::npos) << refusal("a: !x [5]\n");
  EXPECT_NE(refusal("a: [1, 2\nb: 3\n").find("line "), std::string::npos);
  EXPECT_NE(refusal("? [a]\n: 1\n").find("a key must be"), std::string::npos);
  EXPECT_NE(refusal("{null: 1}").find("a key is missing or null"), std::string::npos);
  EXPECT_NE(refusal("a: .inf\n").find("no counterpart"), std::string::npos);
  EXPECT_NE(refusal("a: -.INF\n").find("no counterpart"), std::string::npos);
  EXPECT_NE(refusal("a: 1e999\n").find("no counterpart"), std::string::npos);
  EXPECT_NE(refusal("a: 1\n---\nb: 2\n").find("more than one document"), std::string::npos);
  EXPECT_NE(refusal("").find("empty"), std::string::npos);
  EXPECT_NE(refusal("# nothing\n").find("empty"), std::string::npos) << refusal("# nothing\n");
}

TEST(Yaml, IsBounded) {
  EXPECT_NE(refusal(std::string((1u << 20u) + 1, ' ')).find("the limit is"), std::string::npos);
  EXPECT_NE(refusal(std::string(33, '[') + std::string(33, ']')).find("levels deep"),
            std::string::npos);
  EXPECT_EQ(refusal(std::string(32, '[') + std::string(32, ']')).rfind("accepted", 0), 0u);
  EXPECT_EQ(refusal(std::string(500000, '[')).rfind("line 1", 0), 0u);
}

TEST(Yaml, WhatComesOutIsJson) {
  const std::string yaml = "a: \"quote \\\" back \\\\ \\x01 \\t \\u00e4\"\nb: \xC3\xA4\n";
  const boost::json::object o = json::parse_object(yaml_to_json(yaml), "yaml");
  EXPECT_EQ(json::string_at(o, "a"), "quote \" back \\ \x01 \t \xC3\xA4");
  EXPECT_EQ(json::string_at(o, "b"), "\xC3\xA4");
}

}  // namespace
}  // namespace ingest::sdk
