#include "loader/plugin_folders.hpp"

#include <gmock/gmock.h>

#include "diagnostics/failure.hpp"
#include "output/temporary_folder.hpp"

namespace ingest::host {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> paths(const std::vector<PluginFolder>& folders) {
  std::vector<std::string> all;
  for (const PluginFolder& folder : folders) all.push_back(folder.path.string());
  return all;
}

TEST(PluginFolders, FlagsBeatTheEnvironmentWhichBeatsWhatIsBuiltIn) {
  const auto folders =
      plugin_folders({"/flag/b", "/flag/a/"}, "/env/x:/env/y", "/opt/i/bin/ingest");
  EXPECT_THAT(paths(folders), ElementsAre("/flag/b", "/flag/a", "/env/x", "/env/y",
                                          "/opt/i/connectors", "/opt/i/lib/ingest/connectors"));
  EXPECT_EQ(folders[0].origin, "--plugin-dir");
  EXPECT_EQ(folders[2].origin, "INGEST_PLUGIN_PATH");
}

TEST(PluginFolders, AFolderNamedTwiceCountsOnce) {
  EXPECT_THAT(paths(plugin_folders({"/a", "/a/../a/"}, "/a::/a", "/p/bin/ingest")),
              ElementsAre("/a", "/p/connectors", "/p/lib/ingest/connectors"));
}

TEST(PluginFolders, ARelativeFlagIsMadeAbsoluteARelativeVariableIsRefused) {
  const auto folders = plugin_folders({"here"}, "", "/p/bin/ingest");
  EXPECT_EQ(folders[0].path, std::filesystem::current_path() / "here");
  EXPECT_THROW(plugin_folders({}, "/fine:not/fine", "/p/bin/ingest"), Failure);
  EXPECT_THROW(plugin_folders({""}, "", "/p/bin/ingest"), Failure);
}

TEST(PluginFolders, FilesAreThoseThatEndInSoByName) {
  TemporaryFolder folder;
  for (const char* name : {"b.so", "a.so", "c.txt", "d.so.1", ".so"})
    write_file(folder.path() / name, "x");
  EXPECT_THAT(connector_files(folder.path()),
              ElementsAre(folder.path() / "a.so", folder.path() / "b.so"));
  EXPECT_TRUE(connector_files(folder.path() / "none").empty());
  EXPECT_THROW(connector_files(folder.path() / "a.so"), Failure);
}

}  // namespace
}  // namespace ingest::host
