// Messages as cases state them: what is read, what is refused, what is told apart.
#include "maps/expected_message.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <ingest/v1/asset.pb.h>
#include <ingest/v1/finding.pb.h>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;

v1::Finding finding(const std::string& json) {
  v1::Finding message;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &message).ok()) << json;
  return message;
}

struct Stated {
  const char* expect = nullptr;
  const char* absent = nullptr;
  bool exact = false;
};

ExpectedMessage read(const Stated& stated) {
  const boost::json::value expect = boost::json::parse(stated.expect ? stated.expect : "{}");
  const boost::json::value absent = boost::json::parse(stated.absent ? stated.absent : "[]");
  return {*v1::Finding::descriptor(), &expect, &absent, stated.exact};
}

// "field: expected -> got" each, joined by "; ".
std::string differences(const Stated& stated, const std::string& got) {
  std::string all;
  for (const Difference& one : read(stated).compare(finding(got)))
    all += (all.empty() ? "" : "; ") + one.field + ": " + one.expected + " -> " + one.got;
  return all;
}

// What it is refused with, and the hint.
std::string refusal(const Stated& stated) {
  try {
    read(stated);
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), ExitStatus::kConfig);
    return std::string(failure.what()) + " | " + failure.hint();
  }
  return "";
}

TEST(ExpectedMessage, LooksAtStatedMembersOnly) {
  const std::string got = R"({"name": "n", "severity": "SEVERITY_HIGH", "package": {"name": "p",
      "version": "1"}, "cweIds": ["CWE-1"]})";
  EXPECT_EQ(differences({.expect = R"({"name": "n"})"}, got), "");
  EXPECT_EQ(differences({.expect = R"({"package": {"version": "1"}})"}, got), "");
  EXPECT_EQ(differences({.expect = R"({"name": "m", "package": {"version": "2"}})"}, got),
            R"(name: "m" -> "n"; package.version: "2" -> "1")");
  EXPECT_EQ(differences({.expect = R"({"description": "d", "location": {"port": 1}})"}, got),
            R"(description: "d" -> nothing; location: {"port":1} -> nothing)");
}

TEST(ExpectedMessage, ExactLeavesNothingOut) {
  const std::string got = R"({"name": "n", "package": {"name": "p", "version": "1"}})";
  EXPECT_EQ(
      differences({.expect = R"({"name": "n", "package": {"name": "p"}})", .exact = true}, got),
      R"(package.version: nothing -> "1")");
  EXPECT_EQ(
      differences({.expect = R"({"package": {"name": "p", "version": "1"}})", .exact = true}, got),
      R"(name: nothing -> "n")");
}

TEST(ExpectedMessage, EnumsByAnyName) {
  const std::string got = R"({"severity": "SEVERITY_HIGH", "triageState": "TRIAGE_STATE_CUSTOM"})";
  for (const char* same : {R"({"severity": "HIGH"})", R"({"severity": "SEVERITY_HIGH"})",
                           R"({"severity": 4})", R"({"triage_state": "CUSTOM"})"})
    EXPECT_EQ(differences({.expect = same}, got), "") << same;
  EXPECT_EQ(differences({.expect = R"({"severity": "LOW"})"}, got),
            R"(severity: "SEVERITY_LOW" -> "SEVERITY_HIGH")");
  EXPECT_THAT(refusal({.expect = R"({"severity": "HIHG"})"}), HasSubstr("did you mean 'HIGH'?"));
  EXPECT_THAT(refusal({.expect = R"({"severity": 9})"}), HasSubstr("INFO, LOW, MEDIUM"));
}

TEST(ExpectedMessage, TimesAndNumbersByTheirValue) {
  const std::string got =
      R"({"firstFoundOn": "2026-01-12T03:00:05.500Z", "cvss": {"baseScore": 7}, "sourceScore": 0})";
  EXPECT_EQ(differences({.expect = R"({"firstFoundOn": "2026-01-12T04:00:05.5+01:00"})"}, got), "");
  EXPECT_EQ(differences({.expect = R"({"cvss": {"baseScore": 7.0}})"}, got), "");
  EXPECT_EQ(differences({.expect = R"({"sourceScore": 0})"}, got), "");
  EXPECT_EQ(differences({.expect = R"({"cvss": {"baseScore": 7.1}})"}, got),
            "cvss.baseScore: 7.1 -> 7");
  EXPECT_THAT(refusal({.expect = R"({"firstFoundOn": "yesterday"})"}), HasSubstr("is a time"));
  EXPECT_THAT(refusal({.expect = R"({"firstFoundOn": 7})"}), HasSubstr("in quotes"));
}

TEST(ExpectedMessage, WhatIsNotThereHasItsDefault) {
  EXPECT_EQ(differences({.expect = R"({"name": "", "qds": 0, "cweIds": [], "ignored": {}})"}, "{}"),
            "");
  EXPECT_EQ(differences({.expect = R"({"ignored": {"isIgnored": false, "reason": "r"}})"},
                        R"({"ignored": {"reason": "r"}})"),
            "");
}

TEST(ExpectedMessage, ListsElementByElement) {
  const std::string got = R"({"cweIds": ["CWE-1", "CWE-2"],
      "references": [{"url": "u1", "type": "t"}, {"url": "u2"}]})";
  EXPECT_EQ(differences({.expect = R"({"cweIds": ["CWE-1", "CWE-2"]})"}, got), "");
  EXPECT_EQ(differences({.expect = R"({"cweIds": ["CWE-2"]})"}, got),
            R"(cweIds: ["CWE-2"] -> ["CWE-1","CWE-2"])");
  EXPECT_EQ(differences({.expect = R"({"references": [{"url": "u1"}, {"url": "u3"}]})"}, got),
            R"(references[1].url: "u3" -> "u2")");
  EXPECT_THAT(refusal({.expect = R"({"cweIds": "CWE-1"})"}),
              HasSubstr("is a list, written [a, b]"));
}

TEST(ExpectedMessage, Absent) {
  const std::string got = R"({"package": {"name": "p"}, "ignored": {"isIgnored": true}})";
  EXPECT_EQ(differences({.absent = R"(["description", "package.version", "cvss"])"}, got), "");
  EXPECT_EQ(differences({.absent = R"(["package.name", "ignored"])"}, got),
            R"(package.name: nothing -> "p"; ignored: nothing -> {"isIgnored":true})");
  EXPECT_THAT(refusal({.absent = R"(["package.nmae"])"}), HasSubstr("did you mean 'name'?"));
  EXPECT_THAT(refusal({.absent = R"(["name.x"])"}), HasSubstr("\"name\" has no members"));
  EXPECT_THAT(refusal({.absent = R"(["references.url"])"}), HasSubstr("has no members"));
  EXPECT_THAT(refusal({.absent = R"([""])"}), HasSubstr("has no member"));
  EXPECT_THAT(refusal({.absent = R"([7])"}), HasSubstr("names"));
}

TEST(ExpectedMessage, RefusesWhatCanNeverBe) {
  EXPECT_THAT(refusal({.expect = R"({"severty": "HIGH"})"}), HasSubstr("did you mean 'severity'?"));
  EXPECT_THAT(refusal({.expect = R"({"package": {"nmae": "p"}})"}), HasSubstr("package.nmae"));
  EXPECT_THAT(refusal({.expect = R"({"id": "x"})"}), HasSubstr("works it out"));
  EXPECT_THAT(refusal({.expect = R"({"sourceRef": {}})"}), HasSubstr("works it out"));
  EXPECT_THAT(refusal({.expect = R"({"name": 7})"}), HasSubstr("is a text, not 7 | write it in"));
  EXPECT_THAT(refusal({.expect = R"({"name": null})"}), HasSubstr("list it under \"absent\""));
  EXPECT_THAT(refusal({.expect = R"({"cvss": {"baseScore": "7"}})"}), HasSubstr("is a number"));
  EXPECT_THAT(refusal({.expect = R"({"ignored": {"isIgnored": 1}})"}), HasSubstr("true or false"));
  EXPECT_THAT(refusal({.expect = R"({"location": {"port": -1}})"}), HasSubstr("a whole number"));
  EXPECT_THAT(refusal({.expect = R"({"package": "p"})"}), HasSubstr("mapping of members of Pack"));
  EXPECT_THAT(refusal({.expect = R"([])"}), HasSubstr("\"expect\" must be a mapping"));
}

TEST(ExpectedMessage, FieldsAsTheTargetTableWritesThem) {
  const ExpectedMessage expected = read({.expect = R"({"name": "n", "cweIds": ["a"],
      "package": {"recommendedVersion": "1"}, "references": [{"url": "u"}],
      "firstFoundOn": "2026-01-12T03:00:05Z"})"});
  EXPECT_EQ(expected.fields(),
            (std::set<std::string>{"Finding.name", "Finding.cwe_ids",
                                   "Finding.package.recommended_version", "Finding.references",
                                   "Finding.first_found_on"}));
}

}  // namespace
}  // namespace ingest::host
