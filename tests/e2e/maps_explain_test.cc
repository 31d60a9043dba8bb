// "ingest maps explain" and "ingest maps test" with the real connectors: what is explained is what
// a run writes, and the maps that ship pass their own cases.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

struct Connector {
  const char* name;
  const char* plugin;
  const char* map_file;
  const char* severities;  // the line of the map that is made to know fewer
  const char* fewer;
};

class MapsExplain : public ::testing::TestWithParam<Connector> {
 protected:
  MapsExplain() : connection_(workspace_.connect(tenant_, options())) {}
  static ConnectionOptions options() {
    ConnectionOptions all;
    all.plugin = GetParam().plugin;
    return all;
  }
  // A run of the connection, recorded.
  CommittedRun run(const std::string& connection, int status = 0) {
    const ProcessResult done = workspace_.ingest(
        {"run", connection, "--out", workspace_.out().string(), "--record", recording_.string()});
    EXPECT_EQ(done.status, status) << done.err;
    return CommittedRun(workspace_.out() / fs::path(connection).stem() / "latest");
  }
  ProcessResult explain(std::vector<std::string> what, bool recorded = true,
                        const std::string& map = "default") {
    std::vector<std::string> arguments = {"maps", "explain", map, connection_.string()};
    arguments.insert(arguments.end(), what.begin(), what.end());
    if (recorded) arguments.insert(arguments.end(), {"--recorded", recording_.string()});
    return workspace_.ingest(arguments);
  }
  json::object explained(const std::string& id) {
    const ProcessResult done = explain({"--finding", id, "--format", "json"});
    EXPECT_EQ(done.status, 0) << done.err;
    return json::parse(done.out).as_object();
  }
  static std::string shipped_map() {
    return read_file(std::string(INGEST_SOURCE_DIR) + "/plugins/" + GetParam().map_file);
  }
  // The default map without one of the severities.
  std::string narrow_map() {
    std::string text = shipped_map();
    const std::string line = GetParam().severities;
    const std::size_t at = text.find(line);
    EXPECT_NE(at, std::string::npos);
    text.replace(at, line.size(), GetParam().fewer);
    const fs::path file = workspace_.path() / "fewer.yaml";
    write_file(file, text);
    return file.string();
  }
  Tenant tenant_{
      {"--projects", "5", "--rows", "4..12", "--engines-mixed", "--dast-environments", "5"}};
  Workspace workspace_;
  const fs::path connection_;
  const fs::path recording_ = workspace_.path() / "rec";
};

const json::object& row_to(const json::object& explanation, const std::string& target) {
  for (const json::value& row : explanation.at("rows").as_array())
    if (row.at("target").as_string() == target) return row.as_object();
  ADD_FAILURE() << "no row to " << target;
  static const json::object none;
  return none;
}

std::string quoted(const std::string& text) { return json::serialize(json::string(text)); }

TEST_P(MapsExplain, TellsWhatTheRunWrote) {
  const CommittedRun run = this->run(connection_.string());
  ASSERT_GT(run.findings.size(), 5U);
  for (std::size_t i = 0; i < run.findings.size(); i += 3) {
    const v1::Finding& finding = run.findings[i];
    const json::object told = explained(finding.id());
    EXPECT_EQ(told.at("id").as_string(), finding.id());
    EXPECT_EQ(told.at("unit").as_string(), finding.source_ref().unit());
    EXPECT_EQ(told.at("place").to_number<std::uint64_t>(), finding.source_ref().place());
    EXPECT_EQ(told.at("row").to_number<std::uint64_t>(), finding.source_ref().row());
    EXPECT_EQ(told.at("outcome").as_string(), "mapped");
    EXPECT_EQ(row_to(told, "findings[].severity").at("written").as_string(),
              quoted(v1::Severity_Name(finding.severity())));
    EXPECT_EQ(row_to(told, "findings[].name").at("written").as_string(), quoted(finding.name()));
    // The row that the map saw is that of the finding, not its neighbour.
    EXPECT_EQ(row_to(told, "findings[].identityKey").at("value").as_string(),
              quoted(finding.identity_key()));
    EXPECT_EQ(row_to(told, "findings[].severity").at("steps").at(0).at("after").as_string(),
              quoted(finding.source_severity()));
    EXPECT_EQ(told.at("not_of_the_map").at("fingerprint").as_string(),
              quoted(finding.fingerprint()));
    EXPECT_EQ(told.at("not_of_the_map").at("assetId").as_string(), quoted(finding.asset_id()));
  }
}

TEST_P(MapsExplain, TellsEachStepForPeople) {
  const CommittedRun run = this->run(connection_.string());
  const v1::Finding& finding = run.findings.at(0);
  const ProcessResult done = explain({"--finding", finding.id()});
  ASSERT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("finding " + finding.id()));
  EXPECT_THAT(done.out, HasSubstr("map " + std::string(GetParam().plugin) + "-default version 1"));
  EXPECT_THAT(done.out, HasSubstr("  findings[].severity  set\n    findings[].severity"));
  const std::string word = quoted(finding.source_severity());
  EXPECT_THAT(done.out, HasSubstr(word + " -> " + std::to_string(finding.severity()) + "\n"));
  EXPECT_THAT(done.out, HasSubstr(quoted(v1::Severity_Name(finding.severity()))));
}

TEST_P(MapsExplain, AsksTheSourceWithoutARecording) {
  const CommittedRun run = this->run(connection_.string());
  const std::string id = run.findings.back().id();
  const std::uint64_t before = tenant_.requests();
  const ProcessResult recorded = explain({"--finding", id});
  EXPECT_EQ(tenant_.requests(), before);
  const ProcessResult live = explain({"--finding", id}, false);
  EXPECT_GT(tenant_.requests(), before);
  ASSERT_EQ(live.status, 0) << live.err;
  EXPECT_EQ(live.out, recorded.out);
}

// One that is known by its name need not be named; several are listed.
TEST_P(MapsExplain, NeedsNoConnectionWhereThereIsOne) {
  const fs::path folder = workspace_.path() / "config" / "connections";
  fs::create_directories(folder);
  fs::permissions(folder.parent_path(), fs::perms::owner_all);
  fs::permissions(folder, fs::perms::owner_all);
  fs::copy_file(connection_, folder / "acme.yaml");
  const CommittedRun done = run("acme");
  ASSERT_FALSE(done.findings.empty());
  const std::string id = done.findings.front().id();
  const std::vector<std::string> recorded = {"--recorded", recording_.string()};

  EXPECT_THAT(workspace_.ingest({"maps", "explain", "default", "--finding", id}).out,
              HasSubstr(id));
  EXPECT_THAT(workspace_.ingest({"maps", "coverage", "default", recorded[0], recorded[1]}).out,
              HasSubstr("no row of the map looks at"));

  std::string other = read_file(connection_);
  other.replace(other.find("name: acme"), 10, "name: other");
  write_file(folder / "other.yaml", other);
  // The recording is acme's.
  EXPECT_THAT(
      workspace_.ingest({"maps", "explain", "default", "--finding", id, recorded[0], recorded[1]})
          .out,
      HasSubstr(id));
  const ProcessResult open = workspace_.ingest({"maps", "explain", "default", "--finding", id});
  EXPECT_EQ(open.status, 2);
  EXPECT_THAT(open.err, HasSubstr("There are acme, other"));

  write_file(folder / "other.yaml", other + "map: mine\n");
  EXPECT_THAT(workspace_.ingest({"maps", "explain", "default", "--finding", id}).out,
              HasSubstr(id));
}

TEST_P(MapsExplain, TellsOfTheOthersWithTheSameIdOfTheSource) {
  const CommittedRun run = this->run(connection_.string());
  std::map<std::string, std::set<std::string>> ids;
  for (const v1::Finding& finding : run.findings)
    ids[finding.external_finding_id()].insert(finding.id());
  const auto most = std::max_element(ids.begin(), ids.end(), [](const auto& a, const auto& b) {
    return a.second.size() < b.second.size();
  });
  const json::object told = explained(most->first);
  EXPECT_EQ(told.at("matches").to_number<std::size_t>(), most->second.size());
  std::set<std::string> named = {std::string(told.at("id").as_string())};
  for (const json::value& other : told.at("others").as_array())
    named.insert(std::string(other.as_string()));
  EXPECT_EQ(named, most->second);
}

TEST_P(MapsExplain, ADeadLetterByItsRow) {
  const std::string map = narrow_map();
  ConnectionOptions narrow = options();
  narrow.extra = "map: " + map + "\n";
  const std::string connection = workspace_.connect(tenant_, narrow, "narrow").string();
  const ProcessResult done = workspace_.ingest(
      {"run", connection, "--out", workspace_.out().string(), "--record", recording_.string()});
  const fs::path latest = workspace_.out() / "narrow" / "latest";
  ASSERT_TRUE(fs::exists(latest)) << done.err;
  const std::string letters = read_file(latest / "dead-letters.ndjson");
  ASSERT_FALSE(letters.empty()) << done.err;
  const json::object letter = json::parse(letters.substr(0, letters.find('\n'))).as_object();
  const auto number = [&letter](const char* name) {
    return letter.contains(name) ? std::string(letter.at(name).as_string()) : std::string("0");
  };
  const std::string row =
      std::string(letter.at("unit").as_string()) + ":" + number("place") + ":" + number("row");
  const ProcessResult told = explain({"--row", row, "--format", "json"}, true, map);
  ASSERT_EQ(told.status, 0) << told.err;
  const json::object explanation = json::parse(told.out).as_object();
  EXPECT_EQ(explanation.at("outcome").as_string(), "dead letter");
  const std::string reason(explanation.at("reason").as_string());
  EXPECT_THAT(std::string(letter.at("reason").as_string()), HasSubstr(reason));
  const json::object& severity = row_to(explanation, "findings[].severity");
  EXPECT_EQ(severity.at("result").as_string(), "refused");
  EXPECT_EQ(severity.at("unknown").as_array().size(), 1U);
  EXPECT_EQ(severity.at("unknown").at(0).at("policy").as_string(), "dead-letter");
  // The same row by a map that knows the word.
  const ProcessResult good = explain({"--row", row});
  ASSERT_EQ(good.status, 0) << good.err;
  EXPECT_THAT(good.out, HasSubstr("findings[].severity  set"));
}

TEST_P(MapsExplain, WhatIsNotThere) {
  run(connection_.string());
  const ProcessResult none = explain({"--finding", "CVE-1900-0001"});
  EXPECT_EQ(none.status, 3);
  EXPECT_EQ(none.out, "");
  EXPECT_THAT(none.err, HasSubstr("no finding has the id \"CVE-1900-0001\""));
  EXPECT_THAT(none.err, Not(HasSubstr(": 0 findings were looked at")));
  EXPECT_EQ(explain({"--row", "nowhere:1:1"}).status, 3);
  EXPECT_EQ(explain({"--row", "nowhere"}).status, 2);
  EXPECT_EQ(explain({}).status, 2);
  EXPECT_EQ(explain({"--row", "nowhere:1:1", "--finding", "x"}).status, 2);
  EXPECT_EQ(explain({"--finding", "x"}, true, "no-such-map").status, 3);
}

TEST_P(MapsExplain, TheMapThatShipsIsTheWholeFile) {
  const ProcessResult shown = workspace_.ingest({"plugins", "show", GetParam().plugin, "--map"});
  ASSERT_EQ(shown.status, 0) << shown.err;
  EXPECT_TRUE(shown.out == shipped_map());
  EXPECT_THAT(shown.out, HasSubstr("\ntests:\n"));
}

TEST_P(MapsExplain, TheMapThatShipsPassesItsCases) {
  const std::string name = std::string(GetParam().plugin) + "-default";
  const ProcessResult done = workspace_.ingest({"maps", "test", name, "--format", "json"});
  ASSERT_EQ(done.status, 0) << done.out << done.err;
  const json::value told = json::parse(done.out);
  EXPECT_TRUE(told.at("passed").as_bool());
  EXPECT_GT(told.at("maps").at(0).at("cases").as_array().size(), 20U);
  std::size_t published = 0;
  for (const json::value& target : told.at("maps").at(0).at("targets").as_array()) {
    if (!target.at("published").as_bool()) continue;
    ++published;
    EXPECT_TRUE(target.at("asserted").as_bool()) << target.at("target");
  }
  EXPECT_EQ(published, GetParam().plugin == std::string("checkmarx-sca") ? 15U : 12U);
  const ProcessResult table = workspace_.ingest({"maps", "test", name});
  EXPECT_THAT(table.out, HasSubstr("  pass  a result\n"));
  EXPECT_THAT(table.out, HasSubstr(" passed, 0 failed; they look at "));
}

TEST_P(MapsExplain, AMapThatIsWrongFailsItsCases) {
  const ProcessResult done = workspace_.ingest({"maps", "test", narrow_map()});
  EXPECT_EQ(done.status, 3);
  EXPECT_THAT(done.out, HasSubstr("  FAIL  LOW is 2\n"));
  EXPECT_THAT(done.out, HasSubstr("expected a message, got a dead letter: findings[].severity"));
  EXPECT_THAT(done.out, HasSubstr(" failed; they look at "));
  EXPECT_THAT(done.out, Not(HasSubstr(", 0 failed; ")));

  const auto test = [this](const std::string& text, const std::vector<std::string>& flags) {
    const fs::path file = workspace_.path() / "mine.yaml";
    write_file(file, text);
    std::vector<std::string> arguments = {"maps", "test", file.string()};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return workspace_.ingest(arguments);
  };
  const std::string shipped = shipped_map();
  const std::string without = shipped.substr(0, shipped.find("\ntests:\n") + 1);
  EXPECT_EQ(test(without, {}).status, 0);
  EXPECT_THAT(test(without, {}).out, HasSubstr("no cases"));
  EXPECT_EQ(test(without, {"--require"}).status, 3);
  const ProcessResult odd = test(without + "tests: [{name: x, expect: {nmae: y}}]\n", {});
  EXPECT_EQ(odd.status, 3);
  EXPECT_THAT(odd.err, HasSubstr("case 1 (x): Asset has no member \"nmae\""));
  EXPECT_THAT(odd.err, HasSubstr("did you mean 'name'?"));
  EXPECT_EQ(test("kind: map\n", {}).status, 3);
}

INSTANTIATE_TEST_SUITE_P(
    OfBoth, MapsExplain,
    ::testing::Values(Connector{"Sca", "checkmarx-sca",
                                "checkmarx-sca/maps/checkmarx-sca-default.yaml",
                                "values: {CRITICAL: 5, HIGH: 4, MEDIUM: 3, LOW: 2, INFO: 1}",
                                "values: {CRITICAL: 5, HIGH: 4, MEDIUM: 3, INFO: 1}"},
                      Connector{"Dast", "checkmarx-dast",
                                "checkmarx-dast/maps/checkmarx-dast-default.yaml",
                                "values: {CRITICAL: 5, HIGH: 4, MEDIUM: 3, LOW: 2,",
                                "values: {CRITICAL: 5, HIGH: 4, MEDIUM: 3,"}),
    [](const auto& which) { return which.param.name; });

}  // namespace
}  // namespace ingest::e2e
