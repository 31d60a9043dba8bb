// The command line of "ingest plugins check": what it takes, what it refuses, how it ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kWell = INGEST_CONFORMANCE "/none.so";

ProcessResult check(Workspace& workspace, std::vector<std::string> words) {
  words.insert(words.begin(), {"plugins", "check"});
  return workspace.ingest(words);
}

TEST(CheckCommand, ShowsALineForEachCaseAndTheSums) {
  Workspace workspace;
  const ProcessResult result =
      check(workspace, {kWell, "--case", "no-stdout", "--case", "older-host"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Checking " + kWell + " (conformance 1.0.0)"));
  EXPECT_THAT(result.out, HasSubstr("answers from"));
  EXPECT_THAT(result.out, HasSubstr("3 pages from fetch"));
  EXPECT_THAT(result.out, HasSubstr("pass   no-stdout"));
  EXPECT_THAT(result.out, HasSubstr("pass   older-host"));
  EXPECT_THAT(result.out, Not(HasSubstr("newer-host")));
  EXPECT_THAT(result.out, HasSubstr("\n2 passed\n"));
}

TEST(CheckCommand, AConnectorOfTheFoldersMayBeNamedByItsId) {
  Workspace workspace;
  const ProcessResult result = check(workspace, {"checkmarx-dast", "--case", "rows-accounted"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("/checkmarx-dast.so (checkmarx-dast 1.0.0)"));
}

TEST(CheckCommand, NamesThatAreNoneAreAUsageError) {
  Workspace workspace;
  for (const char* option : {"--case", "--skip"}) {
    const ProcessResult result = check(workspace, {kWell, option, "no-stdut"});
    EXPECT_EQ(result.status, 2) << result.out;
    EXPECT_THAT(result.err, HasSubstr("did you mean 'no-stdout'?"));
  }
  EXPECT_EQ(check(workspace, {}).status, 2);
  EXPECT_EQ(check(workspace, {"/nonexistent/acme.so"}).status, 3);
}

TEST(CheckCommand, AFaultInTheCheckFileHasItsPlace) {
  Workspace workspace;
  const std::string file = (workspace.path() / "acme.check.json").string();
  const auto refused = [&](const std::string& text) {
    write_file(file, text);
    const ProcessResult result = check(workspace, {kWell, "--check-file", file});
    EXPECT_EQ(result.status, 3) << text << result.out;
    EXPECT_THAT(result.err, HasSubstr(file));
    return result.err;
  };
  EXPECT_THAT(refused("{\n  \"settings\": {,}\n}"), HasSubstr(":2:16: not JSON"));
  EXPECT_THAT(refused(R"({"answer": []})"), HasSubstr("did you mean 'answers'?"));
  EXPECT_THAT(refused(R"({"answers": [{"path": "x"}]})"), HasSubstr("answers[0]: path"));
  EXPECT_THAT(refused(R"({"answers": [{"path": "/x"}, {"path": "/x", "status": 77}]})"),
              HasSubstr("answers[1]: status is no whole number from 100 to 599"));
  EXPECT_THAT(refused(R"({"skip": {"no-such-case": "because"}})"), HasSubstr("no-such-case"));
  EXPECT_THAT(refused(R"({"skip": {"no-stdout": ""}})"), HasSubstr("gives no reason"));
}

TEST(CheckCommand, CasesAreLeftOutWithTheirReason) {
  Workspace workspace;
  const std::string file = (workspace.path() / "acme.check.json").string();
  write_file(file, R"({"skip": {"no-stdout": "it is a printer"}})");
  const ProcessResult result =
      check(workspace, {kWell, "--check-file", file, "--skip", "older-host", "--case", "no-stdout",
                        "--case", "older-host"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("it is a printer"));
  EXPECT_THAT(result.out, HasSubstr("left out by --skip"));
  EXPECT_THAT(result.out, HasSubstr("0 passed, 2 skipped"));
}

// Without answers the source has nothing: what needs pages is left out, and says what to write.
TEST(CheckCommand, WhatCanNotBeTriedSaysWhatIsMissing) {
  Workspace workspace;
  const auto copy = workspace.path() / "acme.so";
  std::filesystem::copy_file(kWell, copy);
  const ProcessResult result = check(workspace, {copy.string()});
  EXPECT_EQ(result.status, 0) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("not all of it can be tried"));
  EXPECT_THAT(result.out, HasSubstr("acme.check.json"));
  EXPECT_THAT(result.out, HasSubstr("skip   identity-present"));
  EXPECT_THAT(result.out, HasSubstr("left out for the same reason"));
}

TEST(CheckCommand, SettingsThatAreRefusedLeaveTheRestToTry) {
  Workspace workspace;
  const std::string file = (workspace.path() / "settings.json").string();
  write_file(file, R"({"config": {"base_url": 5, "token": "composed"}})");
  const ProcessResult result = check(workspace, {kWell, "--settings", file});
  EXPECT_EQ(result.status, 0) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("create refuses the settings: INGEST_E_CONFIG"));
  EXPECT_THAT(result.out, HasSubstr("correct the settings in settings.json"));
  EXPECT_THAT(result.out, HasSubstr("pass   exports-only-entry"));
  EXPECT_THAT(result.out, HasSubstr("skip   unknown-extension-is-null"));
}

TEST(CheckCommand, WhatIsNoLibraryFailsOneCase) {
  Workspace workspace;
  const auto file = workspace.path() / "acme.so";
  for (const std::string& content :
       {std::string(), std::string("no library\n"), read_file(kWell).substr(0, 3000)}) {
    write_file(file, content);
    const ProcessResult result = check(workspace, {file.string()});
    EXPECT_EQ(result.status, 9) << result.out << result.err;
    EXPECT_THAT(result.out, HasSubstr("fail   loads-with-rtld-now"));
    EXPECT_THAT(result.out, HasSubstr("0 passed")) << content.size();
    EXPECT_THAT(result.out, HasSubstr("1 failed")) << content.size();
  }
}

TEST(CheckCommand, ACaseThatTakesTooLongIsStopped) {
  Workspace workspace;
  const ProcessResult result = check(workspace, {INGEST_CONFORMANCE "/ignores_cancel.so", "--case",
                                                 "cancel-within-1s", "--time-limit", "1"});
  EXPECT_EQ(result.status, 9) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("did not end within"));
  EXPECT_THAT(result.out, HasSubstr("in fetch"));
}

TEST(CheckCommand, TheSeedDecidesHowPagesAreSpoilt) {
  Workspace workspace;
  const auto told = [&](const char* seed) {
    const ProcessResult result = check(workspace, {INGEST_CONFORMANCE "/trusts_rows.so", "--case",
                                                   "transform-fuzz", "--seed", seed, "--json"});
    EXPECT_EQ(result.status, 9) << result.out;
    const auto all = boost::json::parse(result.out);
    return std::string(all.at("cases").at(0).at("reason").as_string());
  };
  const std::string first = told("4711");
  EXPECT_THAT(first, HasSubstr("of seed 4711"));
  EXPECT_EQ(told("4711"), first);
  EXPECT_NE(told("4712"), first);
}

TEST(CheckCommand, InThisProcessACrashIsACrash) {
  Workspace workspace;
  const ProcessResult crash = check(workspace, {INGEST_CONFORMANCE "/trusts_rows.so", "--case",
                                                "transform-fuzz", "--in-process"});
  EXPECT_NE(crash.status, 0) << crash.out;
  EXPECT_NE(crash.status, 9) << crash.out;
  EXPECT_THAT(crash.err, HasSubstr("stage: transform of a spoilt page"));
  const ProcessResult failed = check(
      workspace, {INGEST_CONFORMANCE "/loses_rows.so", "--case", "rows-accounted", "--in-process"});
  EXPECT_EQ(failed.status, 9) << failed.out << failed.err;
  EXPECT_THAT(failed.out, HasSubstr("fail   rows-accounted"));
  EXPECT_EQ(check(workspace, {kWell, "--in-process"}).status, 2);
}

TEST(CheckCommand, PagesMayComeFromARecording) {
  Tenant tenant({"--projects", "2", "--rows", "5..9", "--engines-mixed"});
  Workspace workspace;
  const auto connection = workspace.connect(tenant);
  const std::string recording = (workspace.path() / "recording").string();
  const ProcessResult run = workspace.ingest(
      {"run", connection.string(), "--out", workspace.out().string(), "--record", recording});
  ASSERT_EQ(run.status, 0) << run.err;
  const ProcessResult result =
      check(workspace, {INGEST_CONNECTORS "/checkmarx-sca.so", "--pages", recording, "--case",
                        "rows-accounted", "--case", "transform-fuzz", "--case", "transform-is-pure",
                        "--json"});
  EXPECT_EQ(result.status, 0) << result.out << result.err;
  const auto all = boost::json::parse(result.out);
  EXPECT_EQ(all.at("pages_from").as_string(), recording.c_str());
  EXPECT_EQ(all.at("pass").as_int64(), 3) << result.out;
  const ProcessResult none = check(workspace, {kWell, "--pages", workspace.path().string()});
  EXPECT_EQ(none.status, 3) << none.out;
  EXPECT_THAT(none.err, HasSubstr("holds no recording"));
}

}  // namespace
}  // namespace ingest::e2e
