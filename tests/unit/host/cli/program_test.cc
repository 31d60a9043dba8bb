// How the program takes its words and ends.
#include <gmock/gmock.h>

#include "cli/command_line.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Program : public ::testing::Test {
 protected:
  CommandLine line_;
};

TEST_F(Program, VersionAndHelp) {
  EXPECT_THAT(line_.run({"--version"}).out, StartsWith("ingest 1."));
  const auto help = line_.run({"-h"});
  EXPECT_EQ(help.status, 0);
  for (const char* command : {"plugins", "test", "--plugin-dir", "--log-format"})
    EXPECT_THAT(help.out, HasSubstr(command));
  const auto show = line_.run({"plugins", "show", "-h"});
  EXPECT_EQ(show.status, 0);
  EXPECT_THAT(show.out, HasSubstr("ingest plugins show checkmarx-sca")) << "an example";
}

TEST_F(Program, UsageErrors) {
  const auto typo = line_.run({"plugin", "list"});
  EXPECT_EQ(typo.status, 2);
  EXPECT_THAT(typo.err, HasSubstr("did you mean 'plugins'?"));
  const auto nested = line_.run({"plugins", "lits"});
  EXPECT_EQ(nested.status, 2);
  EXPECT_THAT(nested.err, HasSubstr("did you mean 'list'?"));
  for (const std::vector<std::string>& words : {std::vector<std::string>{},
                                                {"plugins"},
                                                {"test"},
                                                {"plugins", "list", "--format", "xml"},
                                                {"plugins", "list", "--nonsense"},
                                                {"test", "a", "b"},
                                                {"--log-level", "loud", "plugins", "list"}}) {
    const auto result = line_.run(words);
    EXPECT_EQ(result.status, 2) << result.out << result.err;
    EXPECT_THAT(result.err, StartsWith("error: "));
    EXPECT_THAT(result.err, HasSubstr("hint: "));
    EXPECT_THAT(result.err, Not(HasSubstr("\x1b")));
    EXPECT_EQ(result.out, "");
  }
}

TEST_F(Program, AFailureIsAnErrorAndAHint) {
  const auto none = line_.run({"test", "nobody"});
  EXPECT_EQ(none.status, 3);
  EXPECT_THAT(none.err, StartsWith("error: no connection 'nobody'"));
  EXPECT_THAT(none.err, HasSubstr((line_.path() / "config/connections/nobody.yaml").string()));
  EXPECT_THAT(none.err, HasSubstr("\nhint: "));
  const auto relative = line_.run({"plugins", "list"}, {{"INGEST_PLUGIN_PATH", "relative/folder"}});
  EXPECT_EQ(relative.status, 3);
}

TEST_F(Program, TheConfigurationFolderComesFromFlagThenEnvironmentThenXdg) {
  const std::string flag = (line_.path() / "flag").string();
  EXPECT_THAT(line_.run({"test", "x", "--config-dir", flag}).err, HasSubstr(flag + "/connections"));
  EXPECT_THAT(line_.run({"test", "x"}).err,
              HasSubstr((line_.path() / "config/connections").string()));
  const std::string home = line_.path().string();
  const auto with = [&](const char* name, const std::string& value) {
    return e2e::run(
               {"/usr/bin/env", "-i", std::string(name) + "=" + value, INGEST_BINARY, "test", "x"})
        .err;
  };
  EXPECT_THAT(with("XDG_CONFIG_HOME", home), HasSubstr(home + "/ingest/connections"));
  EXPECT_THAT(with("HOME", home), HasSubstr(home + "/.config/ingest/connections"));
}

TEST_F(Program, AReaderThatGoesAwayIsNoError) {
  const auto result = e2e::run({"/bin/bash", "-c",
                                std::string("set -o pipefail; '") + INGEST_BINARY +
                                    "' --help | (exec 0<&-; sleep 0.3); echo ${PIPESTATUS[0]}"});
  EXPECT_EQ(result.out, "0\n");
  EXPECT_EQ(result.err, "");
}

TEST_F(Program, AClosedOrFullOutputIsAnError) {
  const std::string command = std::string("'") + INGEST_BINARY + "' --version ";
  for (const char* where : {">/dev/full", ">&-"}) {
    const auto result = e2e::run({"/bin/bash", "-c", command + where});
    EXPECT_EQ(result.status, 1) << where;
    EXPECT_THAT(result.err, HasSubstr("cannot write to standard output")) << where;
  }
}

}  // namespace
}  // namespace ingest::host
