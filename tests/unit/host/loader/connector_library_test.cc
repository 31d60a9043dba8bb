#include "loader/connector_library.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>

#include "loader/connector_fault.hpp"
#include "loader/specimen_folder.hpp"

namespace ingest::host {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ConnectorLibrary& load(const std::filesystem::path& file) {
  return ConnectorLibrary::load(VettedFile::open(file));
}

TEST(ConnectorLibrary, TellsWhatItLoaded) {
  std::vector<std::string> stages;
  TemporaryFolder folder;
  const auto file = copy_of("good", folder.path() / "own.so");
  std::filesystem::create_symlink(file, folder.path() / "link.so");
  ConnectorLibrary& library =
      ConnectorLibrary::load(VettedFile::open(folder.path() / "link.so"),
                             [&](const std::string& stage) { stages.push_back(stage); });
  EXPECT_EQ(library.id(), "specimen");
  EXPECT_EQ(library.version(), "1.2.3");
  EXPECT_EQ(library.name(), "Specimen");
  EXPECT_EQ(library.details().vendor(), "Nobody");
  EXPECT_EQ(library.path(), std::filesystem::canonical(file));
  EXPECT_EQ(library.sha256().size(), 64U);
  EXPECT_FALSE(library.concurrent_transform());
  EXPECT_THAT(stages, ElementsAre("loading the library", "calling its entry point",
                                  "reading its descriptor"));
  EXPECT_EQ(&load(file), &library) << "the same file is the same library";
}

TEST(ConnectorLibrary, WhatWasVettedIsLoadedWhateverTookItsPlace) {
  TemporaryFolder folder;
  const auto file = copy_of("good", folder.path() / "x.so");
  const VettedFile vetted = VettedFile::open(file);
  std::filesystem::remove(file);
  copy_of("aborts", file);
  EXPECT_EQ(ConnectorLibrary::load(vetted).id(), "specimen");
}

TEST(ConnectorLibrary, OneThatChangedSinceItWasLoadedIsRefused) {
  TemporaryFolder folder;
  const auto file = copy_of("good", folder.path() / "x.so");
  load(file);
  const std::string bytes = content_of(file) + " ";
  std::filesystem::remove(file);
  write_file(file, bytes);
  try {
    load(file);
    FAIL();
  } catch (const ConnectorFault& e) {
    EXPECT_THAT(e.reason(), HasSubstr("changed after this process had loaded it"));
  }
}

// The dynamic linker tells libraries apart by the names that they were opened by.
TEST(ConnectorLibrary, DescriptorsOfTheSameNumberAreDifferentLibraries) {
  TemporaryFolder folder;
  const ingest_connector* first = nullptr;
  {
    const VettedFile file = VettedFile::open(copy_of("good", folder.path() / "one.so"));
    first = &ConnectorLibrary::load(file).table();
  }
  const VettedFile file = VettedFile::open(copy_of("good", folder.path() / "two.so"));
  EXPECT_NE(&ConnectorLibrary::load(file).table(), first);
}

TEST(ConnectorLibrary, ADescriptorThatWasHandedDownIsLoaded) {
  TemporaryFolder folder;
  const auto file = copy_of("good", folder.path() / "own.so");
  const int descriptor = ::open(file.c_str(), O_RDONLY);
  const VettedFile handed = VettedFile::adopt(descriptor, file, "0123");
  EXPECT_EQ(::fcntl(descriptor, F_GETFD), FD_CLOEXEC);
  ConnectorLibrary& library = ConnectorLibrary::load(handed);
  EXPECT_EQ(library.path(), file);
  EXPECT_EQ(library.sha256(), "0123");
  EXPECT_THROW(VettedFile::adopt(-1, file, ""), ConnectorFault);
  const int writable = ::open(file.c_str(), O_RDWR);
  EXPECT_THROW(VettedFile::adopt(writable, file, ""), ConnectorFault);
  EXPECT_LT(::fcntl(writable, F_GETFD), 0) << "it was left open";
}

TEST(ConnectorLibrary, TwoCopiesLiveSideBySide) {
  TemporaryFolder folder;
  ConnectorLibrary& a = load(copy_of("good", folder.path() / "a.so"));
  ConnectorLibrary& b = load(copy_of("good", folder.path() / "b.so"));
  EXPECT_NE(&a, &b);
  EXPECT_NE(&a.table(), &b.table());
  EXPECT_EQ(a.sha256(), b.sha256());
}

TEST(ConnectorLibrary, AFaultNamesFileStageReasonAndWhatToDo) {
  try {
    load(specimen("unresolved"));
    FAIL();
  } catch (const ConnectorFault& e) {
    EXPECT_EQ(e.status(), ExitStatus::kConnector);
    EXPECT_EQ(e.stage(), "loading the library");
    EXPECT_THAT(e.reason(), ::testing::StartsWith("undefined symbol"));
    EXPECT_THAT(e.what(), ::testing::Not(HasSubstr("/proc/self/fd")));
    EXPECT_THAT(e.what(), HasSubstr(specimen("unresolved").string()));
    EXPECT_FALSE(e.hint().empty());
  }
  EXPECT_THROW(load("/nowhere/x.so"), ConnectorFault);
  EXPECT_THROW(load(specimen("small_table")), ConnectorFault);
  EXPECT_THROW(load(specimen("small_table")), ConnectorFault) << "again";
}

}  // namespace
}  // namespace ingest::host
