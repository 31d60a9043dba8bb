#include "scaffold/new_project.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "diagnostics/failure.hpp"
#include "output/temporary_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

const std::vector<ProjectFile> kFiles = {{"README.md", "read me\n"}, {"src/lib.rs", "// code\n"}};

size_t entries_in(const fs::path& folder) {
  return static_cast<size_t>(std::distance(fs::directory_iterator(folder), {}));
}

TEST(NewProject, IsThereAsAWhole) {
  const TemporaryFolder parent;
  const mode_t before = ::umask(0027);
  const fs::path folder = write_project(parent.path(), "acme", kFiles);
  ::umask(before);
  EXPECT_EQ(folder, parent.path() / "acme");
  EXPECT_EQ(content_of(folder / "README.md"), "read me\n");
  EXPECT_EQ(content_of(folder / "src/lib.rs"), "// code\n");
  EXPECT_EQ(entries_in(parent.path()), 1U);
  // As open as the user's own files are.
  EXPECT_EQ(fs::status(folder).permissions(), fs::perms(0750));
  EXPECT_EQ(fs::status(folder / "README.md").permissions(), fs::perms(0640));
}

TEST(NewProject, TouchesNothingThatExists) {
  const TemporaryFolder parent;
  fs::create_directory(parent.path() / "folder");
  write_file(parent.path() / "file", "mine");
  fs::create_symlink("nowhere", parent.path() / "link");
  for (const char* name : {"folder", "file", "link"}) {
    try {
      write_project(parent.path(), name, kFiles);
      ADD_FAILURE() << name << " was taken";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.status(), ExitStatus::kConfig);
      EXPECT_FALSE(failure.hint().empty());
    }
  }
  EXPECT_EQ(entries_in(parent.path()), 3U);
  EXPECT_EQ(entries_in(parent.path() / "folder"), 0U);
  EXPECT_EQ(content_of(parent.path() / "file"), "mine");
}

TEST(NewProject, LeavesNothingBehindWhenItFails) {
  const TemporaryFolder parent;
  const std::vector<ProjectFile> clash = {{"src", "a file"}, {"src/lib.rs", "below a file"}};
  EXPECT_THROW(write_project(parent.path(), "acme", clash), Failure);
  EXPECT_EQ(entries_in(parent.path()), 0U);
}

TEST(NewProject, NeedsAFolderToLieIn) {
  const TemporaryFolder parent;
  EXPECT_THROW(write_project(parent.path() / "none", "acme", kFiles), Failure);
}

}  // namespace
}  // namespace ingest::host
