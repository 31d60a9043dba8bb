// "ingest connections add" by question and answer, on a terminal.
#include <gmock/gmock.h>

#include "terminal.hpp"
#include "traces.hpp"
#include "workspace.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ConnectionsTerminal : public ::testing::Test {
 protected:
  ConnectionsTerminal() : tenant_({"--projects", "2", "--rows", "2..3"}) {}
  Terminal start(const std::string& plugin = "checkmarx-sca") {
    return Terminal({INGEST_BINARY, "connections", "add", "acme", "--plugin", plugin, "--ca-file",
                     tenant_.fact("ca_file")},
                    {{"INGEST_CONFIG_DIR", (space_.path() / "config").string()},
                     {"INGEST_STATE_DIR", (space_.path() / "state").string()}});
  }
  fs::path file() const { return space_.path() / "config" / "connections" / "acme.yaml"; }

  Tenant tenant_;
  Workspace space_;
};

TEST_F(ConnectionsTerminal, AsksTellsWhatIsWrongHidesTheSecretTestsAndSaves) {
  const std::string key = tenant_.fact("api_key");
  Terminal terminal = start();
  ASSERT_TRUE(terminal.sees("Checkmarx Region")) << terminal.screen();
  EXPECT_TRUE(terminal.sees("short name, host or full base URL"));
  EXPECT_TRUE(terminal.sees("Example: https://deu.ast.checkmarx.net"));
  ASSERT_TRUE(terminal.sees("Checkmarx Region: "));
  terminal.type("\n");
  ASSERT_TRUE(terminal.sees("That won't do: it is empty"));
  ASSERT_TRUE(terminal.sees("Checkmarx Region: "));
  terminal.type("${vault:x}\n");
  ASSERT_TRUE(terminal.sees("That won't do: refers to something unknown"));
  ASSERT_TRUE(terminal.sees("Checkmarx Region: "));
  terminal.type(tenant_.fact("api_url") + "\n");
  ASSERT_TRUE(terminal.sees("Tenant Name: "));
  terminal.type(tenant_.fact("tenant") + "\n");
  ASSERT_TRUE(terminal.sees("1) API Key"));
  ASSERT_TRUE(terminal.sees("2) Client ID and Client Secret"));
  ASSERT_TRUE(terminal.sees("Number [1]: "));
  terminal.type("3\n");
  ASSERT_TRUE(terminal.sees("That won't do"));
  terminal.type("1\n");
  ASSERT_TRUE(terminal.sees("API Key (not shown): "));
  EXPECT_FALSE(terminal.echoes());
  terminal.type(key + "\n");
  ASSERT_TRUE(terminal.sees("IAM URL: "));
  EXPECT_TRUE(terminal.echoes());
  terminal.type("not a url\n");
  ASSERT_TRUE(terminal.sees("must be a URL"));
  ASSERT_TRUE(terminal.sees("IAM URL: "));
  terminal.type("\n");
  while (!terminal.sees("Description: ", std::chrono::seconds(1)) &&
         terminal.screen().find("Description: ") == std::string::npos)
    terminal.type("\n");  // what else is optional
  terminal.type("Findings of Acme\n");
  ASSERT_TRUE(terminal.sees("Numbers or names [code-repository, generic-application]: "));
  terminal.type("2\n");
  ASSERT_TRUE(terminal.sees("Numbers or names [vulnerability]: "));
  terminal.type("\n");
  ASSERT_TRUE(terminal.sees("Map [default]: "));
  terminal.type("nonsense\n");
  ASSERT_TRUE(terminal.sees("That won't do"));
  ASSERT_TRUE(terminal.sees("Map [default]: "));
  terminal.type("\n");
  ASSERT_TRUE(terminal.sees("Schedule: "));
  terminal.type("often\n");
  ASSERT_TRUE(terminal.sees("That won't do"));
  ASSERT_TRUE(terminal.sees("Schedule: "));
  terminal.type("mon,thu 02:00\n");
  ASSERT_TRUE(terminal.sees("Output folder: "));
  terminal.type(space_.out().string() + "\n");
  ASSERT_TRUE(terminal.sees("This will be "));
  ASSERT_TRUE(terminal.sees("Test it, and save it when all checks pass? [Y/n]"));
  EXPECT_FALSE(fs::exists(file()));
  terminal.type("\n");
  EXPECT_TRUE(terminal.sees("Data Fetch"));
  EXPECT_EQ(terminal.wait(), 0) << terminal.screen();
  EXPECT_THAT(terminal.screen(), Not(HasSubstr(key)));
  EXPECT_THAT(read_file(file()),
              AllOf(HasSubstr("api_key: ${secret:acme/api_key}"),
                    HasSubstr("description: Findings of Acme"),
                    HasSubstr("asset_classes: [generic-application]"),
                    HasSubstr("days: [mon, thu]"), HasSubstr("dir: " + space_.out().string())));
  expect_nowhere(space_.path(), {key});
  EXPECT_EQ(space_.ingest({"test", "acme"}).status, 0);
}

TEST_F(ConnectionsTerminal, CtrlCAnywhereSavesNothingAndGivesTheTerminalBack) {
  for (const char* where : {"Tenant Name: ", "API Key (not shown): "}) {
    SCOPED_TRACE(where);
    Terminal terminal = start();
    ASSERT_TRUE(terminal.sees("Checkmarx Region: "));
    terminal.type(tenant_.fact("api_url") + "\n");
    ASSERT_TRUE(terminal.sees("Tenant Name: "));
    if (std::string(where).rfind("API", 0) == 0) {
      terminal.type(tenant_.fact("tenant") + "\n");
      ASSERT_TRUE(terminal.sees("Number [1]: "));
      terminal.type("\n");
      ASSERT_TRUE(terminal.sees(where));
      EXPECT_FALSE(terminal.echoes());
      terminal.type("half-a-secret");
    }
    terminal.type("\x03");
    EXPECT_EQ(terminal.wait(), 130) << terminal.screen();
    EXPECT_TRUE(terminal.echoes());
    EXPECT_THAT(terminal.screen(), Not(HasSubstr("half-a-secret")));
    EXPECT_FALSE(fs::exists(file()));
    EXPECT_TRUE(files_below(space_.path() / "state" / "secrets").empty());
  }
}

TEST_F(ConnectionsTerminal, WhatDoesNotWorkMayBeAnsweredAgain) {
  Terminal terminal = start("checkmarx-dast");
  ASSERT_TRUE(terminal.sees("Domain Name: "));
  terminal.type(tenant_.fact("api_url") + "\n");
  ASSERT_TRUE(terminal.sees("Tenant Name: "));
  terminal.type("somebody-else\n");
  ASSERT_TRUE(terminal.sees("Number [1]: "));
  terminal.type("\n");
  ASSERT_TRUE(terminal.sees("API Key (not shown): "));
  terminal.type(tenant_.fact("api_key") + "\n");
  const auto rest = [&] {
    for (const char* prompt : {"IAM URL: ", "Result Details [false]: ", "Description: ",
                               "Map [default]: ", "Schedule: ", "Output folder: ", "[Y/n] "}) {
      ASSERT_TRUE(terminal.sees(prompt)) << prompt << "\n" << terminal.screen();
      terminal.type("\n");
    }
  };
  rest();
  ASSERT_TRUE(terminal.sees("Answer again?")) << terminal.screen();
  EXPECT_FALSE(fs::exists(file()));
  terminal.type("\n");
  ASSERT_TRUE(terminal.sees("Domain Name [" + tenant_.fact("api_url") + "]: "));
  terminal.type("\n");
  ASSERT_TRUE(terminal.sees("Tenant Name [somebody-else]: "));
  terminal.type(tenant_.fact("tenant") + "\n");
  ASSERT_TRUE(terminal.sees("Number [1]: "));
  terminal.type("\n");
  ASSERT_TRUE(terminal.sees("[as before] (not shown): "));
  terminal.type("\n");
  rest();
  EXPECT_EQ(terminal.wait(), 0) << terminal.screen();
  EXPECT_THAT(read_file(file()), HasSubstr("tenant: " + tenant_.fact("tenant")));
}

}  // namespace
}  // namespace ingest::e2e
