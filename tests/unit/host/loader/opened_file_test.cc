#include "loader/opened_file.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "loader/connector_fault.hpp"
#include "loader/specimen_folder.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;

std::string refusal_of(const std::filesystem::path& file) {
  try {
    OpenedFile::open(file);
  } catch (const ConnectorFault& fault) {
    EXPECT_FALSE(fault.hint().empty());
    return fault.stage() + ": " + fault.reason();
  }
  return "";
}

TEST(OpenedFile, ALinkIsFollowedToTheOneTrueName) {
  TemporaryFolder folder;
  const auto file = copy_of("good", folder.path() / "real" / "own.so");
  std::filesystem::create_symlink(file, folder.path() / "link.so");
  const OpenedFile opened = OpenedFile::open(folder.path() / "link.so");
  EXPECT_EQ(opened.path(), std::filesystem::canonical(file));
  EXPECT_EQ(opened.stamp().size, std::filesystem::file_size(file));
}

TEST(OpenedFile, TheStampTellsStatesApart) {
  TemporaryFolder folder;
  const auto file = copy_of("good", folder.path() / "own.so");
  const FileStamp before = OpenedFile::open(file).stamp();
  EXPECT_EQ(OpenedFile::open(file).stamp(), before);
  const std::string bytes = content_of(file);
  write_file(folder.path() / "fresh", bytes);
  std::filesystem::last_write_time(folder.path() / "fresh", std::filesystem::last_write_time(file));
  std::filesystem::rename(folder.path() / "fresh", file);
  EXPECT_NE(OpenedFile::open(file).stamp(), before) << "another file of the same size and time";
}

TEST(OpenedFile, WhatIsNoFileIsRefusedAtOnce) {
  TemporaryFolder folder;
  EXPECT_THAT(refusal_of(folder.path() / "none.so"), HasSubstr("No such file"));
  EXPECT_THAT(refusal_of(folder.path()), HasSubstr("not a regular file"));
  const auto fifo = folder.path() / "fifo.so";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_THAT(refusal_of(fifo), HasSubstr("not a regular file"));
  std::filesystem::create_symlink(folder.path() / "circle.so", folder.path() / "circle.so");
  EXPECT_THAT(refusal_of(folder.path() / "circle.so"), HasSubstr("Too many levels"));
}

}  // namespace
}  // namespace ingest::host
