#include "loader/connector_library.hpp"

#include <gmock/gmock.h>

#include "loader/connector_fault.hpp"
#include "loader/specimen_folder.hpp"

namespace ingest::host {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ConnectorLibrary, TellsWhatItLoaded) {
  std::vector<std::string> stages;
  TemporaryFolder folder;
  const auto file = copy_of("good", folder.path() / "own.so");
  std::filesystem::create_symlink(file, folder.path() / "link.so");
  ConnectorLibrary& library = ConnectorLibrary::load(
      folder.path() / "link.so", [&](const std::string& stage) { stages.push_back(stage); });
  EXPECT_EQ(library.id(), "specimen");
  EXPECT_EQ(library.version(), "1.2.3");
  EXPECT_EQ(library.name(), "Specimen");
  EXPECT_EQ(library.details().vendor(), "Nobody");
  EXPECT_EQ(library.path(), std::filesystem::canonical(file));
  EXPECT_EQ(library.sha256().size(), 64U);
  EXPECT_FALSE(library.concurrent_transform());
  EXPECT_THAT(stages, ElementsAre("reading the file", "loading the library",
                                  "calling its entry point", "reading its descriptor"));
  EXPECT_EQ(&ConnectorLibrary::load(file), &library) << "the same file is the same library";
}

TEST(ConnectorLibrary, TwoCopiesLiveSideBySide) {
  TemporaryFolder folder;
  ConnectorLibrary& a = ConnectorLibrary::load(copy_of("good", folder.path() / "a.so"));
  ConnectorLibrary& b = ConnectorLibrary::load(copy_of("good", folder.path() / "b.so"));
  EXPECT_NE(&a, &b);
  EXPECT_NE(&a.table(), &b.table());
  EXPECT_EQ(a.sha256(), b.sha256());
}

TEST(ConnectorLibrary, AFaultNamesFileStageReasonAndWhatToDo) {
  try {
    ConnectorLibrary::load(specimen("unresolved"));
    FAIL();
  } catch (const ConnectorFault& e) {
    EXPECT_EQ(e.status(), ExitStatus::kConnector);
    EXPECT_EQ(e.stage(), "loading the library");
    EXPECT_THAT(e.reason(), ::testing::StartsWith("undefined symbol"));
    EXPECT_THAT(e.what(), HasSubstr(specimen("unresolved").string()));
    EXPECT_FALSE(e.hint().empty());
  }
  EXPECT_THROW(ConnectorLibrary::load("/nowhere/x.so"), ConnectorFault);
  EXPECT_THROW(ConnectorLibrary::load(specimen("small_table")), ConnectorFault);
  EXPECT_THROW(ConnectorLibrary::load(specimen("small_table")), ConnectorFault) << "again";
}

}  // namespace
}  // namespace ingest::host
