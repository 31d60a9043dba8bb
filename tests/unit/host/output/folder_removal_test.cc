#include "output/folder_removal.hpp"

#include <gtest/gtest.h>

#include "temporary_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

TEST(FolderRemoval, TakesAllAndFollowsNoLink) {
  TemporaryFolder folder;
  const fs::path outside = folder.path() / "outside";
  fs::create_directory(outside);
  write_file(outside / "stays", "x");
  const fs::path work = folder.path() / "work";
  for (const char* below : {"segments", "run/deeper"}) {
    fs::create_directories(work / below);
    for (int i = 0; i < 300; ++i) write_file(work / below / std::to_string(i), "x");
  }
  fs::create_directory_symlink(outside, work / "link");
  remove_folder(work);
  EXPECT_FALSE(fs::exists(work));
  EXPECT_TRUE(fs::exists(outside / "stays"));
}

TEST(FolderRemoval, OfNothingIsNothing) {
  TemporaryFolder folder;
  remove_folder(folder.path() / "none");
  write_file(folder.path() / "file", "x");
  remove_folder(folder.path() / "file");
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

}  // namespace
}  // namespace ingest::host
