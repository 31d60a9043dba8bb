// "ingest test" with a connector whose checks end as its connection file asks.
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <csignal>
#include <filesystem>
#include <thread>

#include "cli/command_line.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Checks : public ::testing::Test {
 protected:
  std::vector<std::string> words(const std::string& script) const {
    const auto file = line_.put(
        "c.yaml",
        "kind: connection\nname: c\nplugin: specimen\nconfig: {script: " + script + "}\n");
    return {"test", file.string(), "--plugin-dir",
            std::filesystem::path(INGEST_CHECKED).parent_path().string()};
  }
  e2e::ProcessResult test(const std::string& script, bool json = false) const {
    auto all = words(script);
    if (json) all.insert(all.end(), {"--format", "json"});
    return line_.run(all);
  }
  CommandLine line_;
};

TEST_F(Checks, AllWell) {
  const auto result = test("fine");
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("✓ Network"));
  EXPECT_THAT(result.out, HasSubstr("42 ms"));
  EXPECT_THAT(result.out, HasSubstr("tried x"));
  EXPECT_THAT(result.out, HasSubstr("! Data"));
  EXPECT_EQ(result.err, "");
}

TEST_F(Checks, TheFirstFailedCheckDecidesTheStatus) {
  EXPECT_EQ(test("fail-config").status, 3);
  EXPECT_EQ(test("fail-credentials").status, 4);
  EXPECT_EQ(test("fail-network").status, 5);
  EXPECT_EQ(test("fail-source").status, 5);
}

TEST_F(Checks, NeitherSecretsNorControlCharactersReachTheTerminal) {
  for (const bool json : {false, true}) {
    const auto result = test("fail-config", json);
    EXPECT_THAT(result.out, HasSubstr("Authorization: [redacted]"));
    EXPECT_THAT(result.out, Not(HasSubstr("abcd")));
    EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
  }
}

TEST_F(Checks, Json) {
  const auto result = test("fail-network", true);
  const auto json = boost::json::parse(result.out).as_object();
  EXPECT_EQ(json.at("connection"), "c");
  EXPECT_FALSE(json.at("passed").as_bool());
  const auto& rows = json.at("checks").as_array();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("outcome"), "passed");
  EXPECT_EQ(rows[1].at("outcome"), "failed");
  EXPECT_EQ(rows[1].at("failure"), "network");
}

TEST_F(Checks, AConnectorThatForgetsSkipsOrGarblesChecksDoesNotPass) {
  for (const char* script : {"forget", "skip", "garbage"}) {
    const auto result = test(script);
    EXPECT_EQ(result.status, 9) << script << result.out;
    EXPECT_THAT(result.err, HasSubstr("error: ")) << script;
    EXPECT_THAT(result.err, HasSubstr("hint: ")) << script;
  }
}

TEST_F(Checks, TheConnectorsErrorIsTold) {
  const auto result = test("refuse");
  EXPECT_EQ(result.status, 4);
  EXPECT_THAT(result.err, HasSubstr("no such realm"));
}

TEST_F(Checks, SignalsCancelTheCall) {
  for (const auto& [number, status] : {std::pair{SIGINT, 130}, std::pair{SIGTERM, 143}}) {
    auto all = words("hang");
    all.insert(all.begin(), INGEST_BINARY);
    e2e::Process process(all, {{"INGEST_CONFIG_DIR", line_.path().string()},
                               {"INGEST_STATE_DIR", line_.path().string()}});
    EXPECT_THAT(process.read_line(std::chrono::seconds(60)), HasSubstr("Testing c"));
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    process.signal(number);
    EXPECT_EQ(process.wait(std::chrono::seconds(60)).status, status);
  }
}

}  // namespace
}  // namespace ingest::host
