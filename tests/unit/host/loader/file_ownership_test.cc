#include "loader/file_ownership.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loader/opened_file.hpp"
#include "loader/specimen_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr uid_t kStranger = 54321;

class FileOwnership : public ::testing::Test {
 protected:
  FileOwnership() {
    fs::create_directory(folder_.path() / "in");
    write_file(file_, "x");
    mode(folder_.path(), 0755);
    mode(folder_.path() / "in", 0755);
    mode(file_, 0644);
  }
  static void mode(const fs::path& path, mode_t mode) { ASSERT_EQ(::chmod(path.c_str(), mode), 0); }
  static bool give(const fs::path& path, uid_t owner, gid_t group) {
    return ::lchown(path.c_str(), owner, group) == 0;
  }
  static std::string fault(const fs::path& path) {
    const auto found = ownership_fault(path, {{0, ::geteuid()}, {}});
    EXPECT_TRUE(!found || !found->hint.empty());
    return found ? found->reason : "";
  }
  static std::string fault_of_opened(const fs::path& path, const OpenedFile& opened) {
    const auto found = ownership_fault(path, opened.descriptor(), {{0, ::geteuid()}, {}});
    EXPECT_TRUE(!found || !found->hint.empty());
    return found ? found->reason : "";
  }
  static std::string search(const fs::path& folder, const fs::path& program = {}) {
    const auto found = searched_folder_fault(folder, {{0, ::geteuid()}, program});
    return found ? found->reason : "";
  }
  TemporaryFolder folder_;
  fs::path file_ = folder_.path() / "in" / "x.so";
};

TEST_F(FileOwnership, OwnFilesAreFine) {
  EXPECT_EQ(fault(file_), "");
  EXPECT_EQ(fault(folder_.path() / "in" / ".." / "in" / "." / "x.so"), "");
}

TEST_F(FileOwnership, WhatEverybodyCanWriteTo) {
  mode(file_, 0646);
  EXPECT_THAT(fault(file_), AllOf(HasSubstr(file_.string() + " can be written to by everybody"),
                                  HasSubstr("mode 0646")));
  mode(file_, 0644);
  mode(folder_.path(), 0757);
  EXPECT_THAT(fault(file_), HasSubstr(folder_.path().string() + " can be written to"));
  mode(folder_.path(), 01777);
  EXPECT_EQ(fault(file_), "") << "as /tmp is";
}

// Who can write above the program can exchange the program: its word on files is worth no more.
TEST_F(FileOwnership, FoldersAboveTheProgramAreNotJudged) {
  mode(folder_.path(), 0777);
  const std::vector<uid_t> users = {0, ::geteuid()};
  EXPECT_FALSE(ownership_fault(file_, {users, folder_.path() / "bin" / "ingest"}));
  EXPECT_TRUE(ownership_fault(file_, {users, folder_.path().string() + "-other/ingest"}));
  mode(folder_.path() / "in", 0777);
  EXPECT_TRUE(ownership_fault(file_, {users, folder_.path() / "bin" / "ingest"}));
  const TrustedOwners own = TrustedOwners::of_this_process();
  EXPECT_EQ(own.program, std::filesystem::canonical("/proc/self/exe"));
  EXPECT_THAT(own.users, ::testing::Contains(::geteuid()));
}

TEST_F(FileOwnership, AGroupOfOthersMayNotWrite) {
  if (!give(file_, ::geteuid(), 54321)) GTEST_SKIP() << "this user cannot give files away";
  mode(file_, 0664);
  EXPECT_THAT(fault(file_), HasSubstr("through its group (mode 0664)"));
  give(file_, ::geteuid(), 0);
  EXPECT_EQ(fault(file_), "") << "root's own group";
}

TEST_F(FileOwnership, AStrangersFileFolderAndLink) {
  if (!give(file_, kStranger, 0)) GTEST_SKIP() << "this user cannot give files away";
  EXPECT_THAT(fault(file_), HasSubstr(file_.string() + " belongs to user 54321"));
  EXPECT_FALSE(ownership_fault(file_, {{0, ::geteuid(), kStranger}, {}}));
  give(file_, 0, 0);
  give(folder_.path() / "in", kStranger, 0);
  EXPECT_THAT(fault(file_), HasSubstr("in belongs to user 54321"));
  give(folder_.path() / "in", 0, 0);
  const fs::path link = folder_.path() / "link.so";
  fs::create_symlink(file_, link);
  EXPECT_EQ(fault(link), "");
  give(link, kStranger, 0);
  EXPECT_THAT(fault(link), HasSubstr("link.so belongs to user 54321")) << "who can turn it";
}

TEST_F(FileOwnership, WhereALinkLeadsCountsAsWell) {
  const fs::path real = folder_.path() / "real";
  fs::create_directory(real);
  write_file(real / "y.so", "y");
  mode(real, 0777);
  const fs::path link = folder_.path() / "in" / "link.so";
  fs::create_symlink("../real/y.so", link);
  EXPECT_THAT(fault(link), HasSubstr("real can be written to by everybody"));
  mode(real, 0755);
  EXPECT_EQ(fault(link), "");
  fs::create_directory_symlink(real, folder_.path() / "way");
  EXPECT_EQ(fault(folder_.path() / "way" / "y.so"), "");
  mode(real, 0777);
  EXPECT_THAT(fault(folder_.path() / "way" / "y.so"), HasSubstr("real can be written to"));
}

TEST_F(FileOwnership, WhatLeadsNowhere) {
  EXPECT_THAT(fault(folder_.path() / "none"), HasSubstr("No such file"));
  const fs::path circle = folder_.path() / "circle";
  fs::create_symlink(circle, circle);
  EXPECT_THAT(fault(circle), HasSubstr("leads nowhere"));
}

TEST_F(FileOwnership, AnOpenedFileIsTheOneThatItsNameLeadsTo) {
  const OpenedFile opened = OpenedFile::open(file_);
  EXPECT_EQ(fault_of_opened(file_, opened), "");
  const fs::path link = folder_.path() / "link.so";
  fs::create_symlink(file_, link);
  EXPECT_EQ(fault_of_opened(link, opened), "");
  mode(file_, 0646);
  EXPECT_THAT(fault_of_opened(file_, opened), HasSubstr("written to by everybody (mode 0646)"));
  mode(file_, 0644);
  write_file(folder_.path() / "another", "y");
  mode(folder_.path() / "another", 0644);
  fs::rename(folder_.path() / "another", file_);
  EXPECT_EQ(fault(file_), "") << "the name alone shows nothing of it";
  EXPECT_THAT(fault_of_opened(file_, opened),
              HasSubstr(file_.string() + " was replaced by another file while it was looked at"));
  EXPECT_THAT(fault_of_opened(link, opened), HasSubstr("was replaced"));
  EXPECT_THAT(fault_of_opened(folder_.path() / "in" / "..", opened), HasSubstr("was replaced"));
}

TEST_F(FileOwnership, WhereNamesAreLookedUpNobodyElsePutsAny) {
  const fs::path in = folder_.path() / "in";
  EXPECT_EQ(search(in), "");
  EXPECT_EQ(search(in / "none" / "below"), "");
  mode(in, 01777);
  EXPECT_THAT(search(in), HasSubstr("in can be written to by everybody (mode 1777)"));
  EXPECT_THAT(search(in / "none" / "below"),
              AllOf(HasSubstr("others could make " + (in / "none").string() + ", since"),
                    HasSubstr("written to by everybody (mode 1777)")));
  // Nor where the program lies below: the bit keeps it from others, and not a new name.
  EXPECT_THAT(search(in / "none", in / "bin" / "ingest"), HasSubstr("others could make"));
  const fs::path own = in / "own";
  fs::create_directory(own);
  mode(own, 0755);
  EXPECT_EQ(search(own), "") << "as a folder of one's own in /tmp";
  fs::create_directory_symlink(in / "gone", folder_.path() / "way");
  EXPECT_THAT(search(folder_.path() / "way"), HasSubstr("others could make"));
}

}  // namespace
}  // namespace ingest::host
