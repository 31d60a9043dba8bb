// 'ingest maps try' and 'ingest maps coverage': what a map does, seen before it runs. Nothing is
// written, and little is asked of the source.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kDefaultMap[] = "plugins/checkmarx-sca/maps/checkmarx-sca-default.yaml";
constexpr char kSeverities[] = "values: {CRITICAL: 5, HIGH: 4, MEDIUM: 3, LOW: 2, INFO: 1}";
constexpr char kCreated[] =
    "  - from: findings[].created\n    to: findings[].sourceCreatedAt\n"
    "    apply: [{date: {invalid: empty}}]\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << "the default map has changed: " << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

// Every file below a folder with its text.
std::map<std::string, std::string> files_below(const fs::path& folder) {
  std::map<std::string, std::string> all;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    all[entry.path().string()] = entry.is_regular_file() ? read_file(entry.path()) : "";
  return all;
}

class MapsTry : public ::testing::Test {
 protected:
  fs::path connection() { return workspace_.connect(tenant_); }
  void record() {
    const ProcessResult run =
        workspace_.ingest({"run", connection().string(), "--out", workspace_.out().string(),
                           "--record", recording_.string()});
    ASSERT_EQ(run.status, 0) << run.err;
  }
  // Takes LOW for unknown, looks for the day of creation where it is not.
  std::string clone() const {
    const std::string text = read_file(fs::path(INGEST_SOURCE_DIR) / kDefaultMap);
    std::string mine = text.substr(0, text.find("\ntests:") + 1);
    mine = replaced(mine, "name: checkmarx-sca-default", "name: mine");
    mine = replaced(mine, kSeverities, "values: {CRITICAL: 5, HIGH: 4, MEDIUM: 3, INFO: 1}");
    mine = replaced(mine, kCreated,
                    "  - from: findings[].noSuchMember\n    to: findings[].sourceCreatedAt\n");
    const fs::path file = workspace_.path() / "mine.yaml";
    write_file(file, mine);
    return file.string();
  }
  boost::json::object json(const std::vector<std::string>& arguments) {
    std::vector<std::string> all = {"maps"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    all.insert(all.end(), {"--format", "json"});
    const ProcessResult result = workspace_.ingest(all);
    EXPECT_EQ(result.status, 0) << result.err;
    return result.status == 0 ? boost::json::parse(result.out).as_object() : boost::json::object();
  }
  Tenant tenant_{{"--projects", "7", "--rows", "4..20", "--engines-mixed"}};
  Workspace workspace_;
  const fs::path recording_ = workspace_.path() / "rec";
};

std::string text_at(const boost::json::value& object, const char* key) {
  return boost::json::value_to<std::string>(object.as_object().at(key));
}

const boost::json::object* find(const boost::json::value& list, const char* key,
                                const std::string& value) {
  for (const boost::json::value& one : list.as_array())
    if (text_at(one, key) == value) return &one.as_object();
  return nullptr;
}

TEST_F(MapsTry, LiveAndRecordedAreTheSameAndAsTheRunWroteThem) {
  record();
  const boost::json::object live =
      json({"try", "default", connection().string(), "--limit", "1000"});
  const std::uint64_t requests = tenant_.requests();
  const boost::json::object recorded = json({"try", "default", connection().string(), "--limit",
                                             "1000", "--recorded", recording_.string()});
  EXPECT_EQ(tenant_.requests(), requests) << "a recording is enough";
  EXPECT_EQ(boost::json::serialize(live), boost::json::serialize(recorded));

  const CommittedRun run(workspace_.out() / "acme" / "latest");
  ASSERT_GT(run.findings.size(), 20U);
  const boost::json::array& findings = recorded.at("findings").as_array();
  ASSERT_EQ(findings.size(), run.findings.size());
  EXPECT_EQ(recorded.at("mapped").to_number<std::size_t>(), run.findings.size());
  std::set<std::string> names;
  for (const auto& finding : run.findings)
    names.insert(finding.source_ref().unit() + "|" + std::to_string(finding.source_ref().place()) +
                 "|" + std::to_string(finding.source_ref().row()) + "|" + finding.name());
  for (const boost::json::value& finding : findings) {
    const std::string key = text_at(finding, "unit") + "|" +
                            std::to_string(finding.at("place").to_number<std::uint64_t>()) + "|" +
                            std::to_string(finding.at("row").to_number<std::uint64_t>()) + "|" +
                            text_at(finding, "name");
    EXPECT_TRUE(names.contains(key)) << key;
    const boost::json::object* severity =
        find(finding.at("fields"), "target", "findings[].severity");
    ASSERT_NE(severity, nullptr);
    EXPECT_EQ(text_at(*severity, "source"), "findings[].severity");
    EXPECT_THAT(
        (std::vector<std::string>{"\"CRITICAL\"", "\"HIGH\"", "\"MEDIUM\"", "\"LOW\"", "\"INFO\""}),
        Contains(text_at(*severity, "value")));
  }
}

TEST_F(MapsTry, WritesNothingAndAsksLittle) {
  Tenant large({"--projects", "400", "--rows", "10..20"});
  const fs::path file = workspace_.connect(large);
  // What is found out about the connectors is remembered by whoever looks first.
  ASSERT_EQ(workspace_.ingest({"plugins", "list"}).status, 0);
  const auto before = files_below(workspace_.path());
  const std::uint64_t requests = large.requests();
  const ProcessResult result =
      workspace_.ingest({"maps", "try", "default", file.string(), "--limit", "5"});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("5 rows: 5 mapped, 0 can't be mapped"));
  EXPECT_THAT(result.out, HasSubstr("nothing was written"));
  EXPECT_EQ(files_below(workspace_.path()), before);
  EXPECT_LT(large.requests() - requests, 40U) << "a whole run needs more than 400";
}

// The rows lie far behind the first projects.
TEST_F(MapsTry, GoesOnUntilThereAreRows) {
  const boost::json::object tried = json({"try", "default", connection().string(), "--limit", "1"});
  EXPECT_EQ(tried.at("findings").as_array().size(), 1U);
  Tenant sparse({"--projects", "150", "--rows", "0..1", "--engines-mixed"});
  const fs::path file = workspace_.connect(sparse, {}, "sparse");
  const std::size_t there = expected_findings(sparse).size();
  ASSERT_GT(there, 12U);
  const boost::json::object all = json({"try", "default", file.string(), "--limit", "1000"});
  EXPECT_EQ(all.at("findings").as_array().size(), there);
}

TEST_F(MapsTry, FitsAHundredColumnsAndShowsSourceBesideTarget) {
  const ProcessResult result =
      workspace_.ingest({"maps", "try", "default", connection().string(), "--limit", "30"});
  ASSERT_EQ(result.status, 0) << result.err;
  std::istringstream lines(result.out);
  bool beside = false;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 400U);
    std::size_t columns = 0;
    for (const char c : line) columns += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
    if (line.rfind("  ", 0) == 0 && line.find("from ") != 2 && line.find("CAN'T") != 2) {
      EXPECT_LE(columns, 100U) << line;
    }
    for (const char c : line) EXPECT_GE(static_cast<unsigned char>(c), 0x20U) << line;
    beside = beside || (line.rfind("  .severity ", 0) == 0 &&
                        line.find(" .severity ", 3) != std::string::npos && line.back() >= '1' &&
                        line.back() <= '5');
  }
  EXPECT_TRUE(beside) << result.out.substr(0, 4000);
}

TEST_F(MapsTry, WhatCanNotBeMappedIsShownAndCounted) {
  record();
  const boost::json::object tried = json({"try", clone(), connection().string(), "--limit", "1000",
                                          "--recorded", recording_.string()});
  std::size_t low = 0;
  for (const auto& finding : CommittedRun(workspace_.out() / "acme" / "latest").findings)
    low += finding.source_severity() == "LOW" ? 1U : 0U;
  ASSERT_GT(low, 0U);
  EXPECT_EQ(tried.at("rejected").to_number<std::size_t>(), low);
  const boost::json::object* rejected = find(tried.at("findings"), "result", "rejected");
  ASSERT_NE(rejected, nullptr);
  EXPECT_THAT(text_at(*rejected, "reason"), HasSubstr("LOW"));
  const ProcessResult table =
      workspace_.ingest({"maps", "try", clone(), connection().string(), "--limit", "1000",
                         "--recorded", recording_.string()});
  EXPECT_EQ(table.status, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr("CAN'T BE MAPPED: "));
  EXPECT_THAT(table.out, HasSubstr(std::to_string(low) + " can't be mapped"));
}

TEST_F(MapsTry, AnInvalidMapIsToldWithItsStatus) {
  record();
  write_file(workspace_.path() / "bad.yaml",
             "kind: map\nname: bad\nversion: 1\nfor: checkmarx-sca\nrows:\n"
             "  - {from: id, to: externalAssetIdd}\n");
  for (const char* command : {"try", "coverage"}) {
    const ProcessResult bad =
        workspace_.ingest({"maps", command, (workspace_.path() / "bad.yaml").string(),
                           connection().string(), "--recorded", recording_.string()});
    EXPECT_EQ(bad.status, 3) << bad.err;
    EXPECT_THAT(bad.err, HasSubstr("externalAssetId"));
    const ProcessResult none = workspace_.ingest(
        {"maps", command, "nosuch", connection().string(), "--recorded", recording_.string()});
    EXPECT_EQ(none.status, 3) << none.err;
    const ProcessResult empty =
        workspace_.ingest({"maps", command, "default", connection().string(), "--recorded",
                           workspace_.path().string()});
    EXPECT_EQ(empty.status, 3) << empty.err;
    EXPECT_THAT(empty.err, HasSubstr("holds no recording"));
  }
}

TEST_F(MapsTry, CoverageFindsWhatTheMapLeavesOut) {
  record();
  const CommittedRun run(workspace_.out() / "acme" / "latest");
  std::size_t low = 0;
  for (const auto& finding : run.findings) low += finding.source_severity() == "LOW" ? 1U : 0U;
  ASSERT_GT(low, 0U);
  const std::vector<std::string> rest = {connection().string(), "--recorded", recording_.string()};
  const auto coverage = [&](const std::string& map) {
    return json({"coverage", map, rest[0], rest[1], rest[2]});
  };
  const auto before = files_below(workspace_.path());
  const boost::json::object whole = coverage("default");
  EXPECT_EQ(files_below(workspace_.path()), before);
  EXPECT_EQ(whole.at("findings").at("mapped").to_number<std::size_t>(), run.findings.size());
  EXPECT_EQ(find(whole.at("unmapped_fields"), "path", "findings[].created"), nullptr);
  EXPECT_EQ(find(whole.at("empty_targets"), "target", "findings[].sourceCreatedAt"), nullptr);
  EXPECT_EQ(find(whole.at("unknown_values"), "value", "LOW"), nullptr);

  const boost::json::object mine = coverage(clone());
  const boost::json::object* created =
      find(mine.at("unmapped_fields"), "path", "findings[].created");
  ASSERT_NE(created, nullptr);
  EXPECT_EQ(created->at("count").to_number<std::size_t>(), run.findings.size());
  EXPECT_EQ(created->at("of").to_number<std::size_t>(), run.findings.size());
  EXPECT_THAT(text_at(*created, "example"), HasSubstr("20"));
  const boost::json::object* empty =
      find(mine.at("empty_targets"), "target", "findings[].sourceCreatedAt");
  ASSERT_NE(empty, nullptr);
  EXPECT_EQ(text_at(*empty, "why"), "the source has no value");
  const boost::json::object* unknown = find(mine.at("unknown_values"), "value", "LOW");
  ASSERT_NE(unknown, nullptr);
  EXPECT_EQ(unknown->at("count").to_number<std::size_t>(), low);
  EXPECT_EQ(text_at(*unknown, "policy"), "dead-letter");
  EXPECT_EQ(text_at(*unknown, "target"), "findings[].severity");
  EXPECT_EQ(mine.at("findings").at("rejected").to_number<std::size_t>(), low);
  EXPECT_EQ(boost::json::serialize(mine), boost::json::serialize(coverage(clone()))) << "stable";

  const ProcessResult table =
      workspace_.ingest({"maps", "coverage", clone(), rest[0], rest[1], rest[2]});
  ASSERT_EQ(table.status, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr("findings[].created "));
  EXPECT_THAT(table.out, HasSubstr("Targets that no row of the map fills"));
  std::istringstream lines(table.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100U) << line;
}

TEST_F(MapsTry, ARecordingNeedsNoCredentials) {
  record();
  std::string text = read_file(connection());
  const std::size_t key = text.find("${file:");
  ASSERT_NE(key, std::string::npos);
  text.replace(key, text.find('}', key) - key, "${env:NOBODY_HAS_SET_THIS");
  write_file(workspace_.path() / "stranger.yaml", text);
  const ProcessResult result =
      workspace_.ingest({"maps", "try", "default", (workspace_.path() / "stranger.yaml").string(),
                         "--recorded", recording_.string()});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("20 rows: 20 mapped"));
}

TEST_F(MapsTry, WorksForDastToo) {
  Tenant dast({"--dast-environments", "6"});
  ConnectionOptions options;
  options.plugin = "checkmarx-dast";
  const fs::path file = workspace_.connect(dast, options, "dast");
  const boost::json::object tried = json({"try", "default", file.string(), "--limit", "3"});
  ASSERT_EQ(tried.at("findings").as_array().size(), 3U);
  const boost::json::value& first = tried.at("findings").at(0);
  const boost::json::object* link = find(first.at("fields"), "source", "findings[].$link");
  ASSERT_NE(link, nullptr) << "what the connector computes is there";
  EXPECT_GE(tried.at("assets").as_array().size(), 1U);
}

}  // namespace
}  // namespace ingest::e2e
