// "ingest plugins" over the folder of specimens, through the real program.
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <filesystem>
#include <map>

#include "cli/command_line.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Plugins : public ::testing::Test {
 protected:
  Plugins() {
    for (const char* stem : {"good", "aborts", "sleeps", "exits", "forks", "prints", "null_table",
                             "small_table", "garbage_details", "no_entry", "bad_id"})
      std::filesystem::copy_file(specimens_ / (std::string(stem) + ".so"),
                                 line_.path() / (std::string(stem) + ".so"));
    line_.put("empty.so", "");
    line_.put("text.so", "hello\n");
    line_.put("cut.so", content_of(specimens_ / "good.so").substr(0, 3000));
    std::string other = content_of(specimens_ / "good.so");
    other[18] = '\xb7';  // e_machine: AArch64
    line_.put("other.so", other);
  }
  std::map<std::string, boost::json::object> listed(const e2e::ProcessResult& result) const {
    std::map<std::string, boost::json::object> all;
    EXPECT_EQ(result.status, 0) << result.err;
    const boost::json::value parsed = boost::json::parse(result.out);
    for (const auto& entry : parsed.at("plugins").as_array()) {
      const std::filesystem::path file = std::string(entry.at("path").as_string());
      if (file.parent_path() == line_.path()) all[file.stem()] = entry.as_object();
    }
    return all;
  }
  const std::filesystem::path specimens_ = INGEST_SPECIMENS;
  CommandLine line_;
};

TEST_F(Plugins, ListSurvivesEverything) {
  const auto all = listed(
      line_.run({"plugins", "list", "--format", "json", "--plugin-dir", line_.path().string()}));
  ASSERT_EQ(all.size(), 15U);
  const std::map<std::string, std::string> reasons = {{"aborts", "SIGABRT"},
                                                      {"sleeps", "it slept for"},
                                                      {"exits", "ended the process"},
                                                      {"null_table", "no table"},
                                                      {"small_table", "16 bytes"},
                                                      {"garbage_details", "ConnectorDescriptor"},
                                                      {"no_entry", "no symbol"},
                                                      {"bad_id", "printable"},
                                                      {"empty", "empty"},
                                                      {"text", "no ELF header"},
                                                      {"cut", "cut off"},
                                                      {"other", "built for AArch64"}};
  for (const auto& [stem, reason] : reasons) {
    EXPECT_EQ(all.at(stem).at("status"), "broken") << stem;
    EXPECT_THAT(std::string(all.at(stem).at("reason").as_string()), HasSubstr(reason)) << stem;
  }
  // Three files offer one id: the first by name wins.
  EXPECT_EQ(all.at("forks").at("status"), "ok");
  EXPECT_EQ(all.at("good").at("status"), "shadowed");
  EXPECT_EQ(all.at("prints").at("status"), "shadowed");
  EXPECT_EQ(all.at("forks").at("version"), "1.2.3");
}

TEST_F(Plugins, TheTableHasARowForEach) {
  std::filesystem::remove(line_.path() / "sleeps.so");
  const auto result = line_.run({"plugins", "list", "--plugin-dir", line_.path().string()});
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.out, HasSubstr("broken"));
  EXPECT_THAT(result.out, HasSubstr("SIGABRT"));
  EXPECT_THAT(result.out, HasSubstr("shadowed"));
  EXPECT_THAT(result.out, Not(HasSubstr("noise")));
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
  EXPECT_EQ(result.err, "") << "what a connector prints must not come through";
}

TEST_F(Plugins, TheFoldersOrderDecides) {
  const auto other = line_.path() / "second";
  std::filesystem::create_directory(other);
  std::filesystem::copy_file(specimens_ / "good.so", other / "specimen.so");
  std::filesystem::remove(line_.path() / "sleeps.so");
  const auto result =
      line_.run({"plugins", "list", "--format", "json", "--plugin-dir", other.string()},
                {{"INGEST_PLUGIN_PATH", line_.path().string()}});
  const auto all = listed(result);
  EXPECT_EQ(all.at("forks").at("status"), "shadowed") << "a flag beats the environment";
  EXPECT_THAT(result.out, HasSubstr((other / "specimen.so").string() + " comes first"));
}

TEST_F(Plugins, ShowOfAnUnknownOneSuggests) {
  for (const char* stem : {"sleeps", "aborts"})
    std::filesystem::remove(line_.path() / (std::string(stem) + ".so"));
  const auto result =
      line_.run({"plugins", "show", "specimne", "--plugin-dir", line_.path().string()});
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.err, HasSubstr("did you mean 'specimen'?"));
  const auto shown =
      line_.run({"plugins", "show", "specimen", "--plugin-dir", line_.path().string()});
  EXPECT_EQ(shown.status, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("Nobody"));
  const auto broken =
      line_.run({"plugins", "show", "null_table", "--plugin-dir", line_.path().string()});
  EXPECT_EQ(broken.status, 9);
  EXPECT_THAT(broken.err, HasSubstr("no table"));
}

}  // namespace
}  // namespace ingest::host
