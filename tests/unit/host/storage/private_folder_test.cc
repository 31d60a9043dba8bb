#include "storage/private_folder.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "connection/failing.hpp"
#include "output/temporary_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr uid_t kSomebody = 12345;

mode_t mode_of(const fs::path& path) {
  struct stat facts {};
  EXPECT_EQ(::lstat(path.c_str(), &facts), 0) << path;
  return facts.st_mode & 07777U;
}

class PrivateFolder : public ::testing::Test {
 protected:
  fs::path at(const std::string& name) const { return folder_.path() / name; }
  fs::path file(const std::string& name, mode_t mode) const {
    write_file(at(name), "content\n");
    ::chmod(at(name).c_str(), mode);
    return at(name);
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(PrivateFolder, IsMadeForItsOwnerAloneWithTheFoldersAbove) {
  const mode_t before = ::umask(0);
  make_private_folder(at("a/b/c/"));
  ::umask(before);
  for (const char* made : {"a", "a/b", "a/b/c"}) EXPECT_EQ(mode_of(at(made)), 0700U) << made;
  make_private_folder(at("a/b/c"));
}

TEST_F(PrivateFolder, WhatIsNotThereIsNoComplaint) {
  check_private_folder(at("none"));
  check_private_file(at("none"));
}

TEST_F(PrivateFolder, MayBeReadByOthersAndWrittenToByTheGroup) {
  fs::create_directory(at("f"));
  ::chmod(at("f").c_str(), 0775);
  make_private_folder(at("f"));
  EXPECT_EQ(read_private_file(file("x", 0664), Secrecy::kPlain, 100), "content\n");
}

TEST_F(PrivateFolder, RefusesWhatEverybodyMayWriteTo) {
  fs::create_directory(at("f"));
  ::chmod(at("f").c_str(), 0707);
  const auto refused = AllOf(HasSubstr("everybody may write"), HasSubstr("0707"),
                             HasSubstr("chmod o-w"), HasSubstr(at("f").string()));
  EXPECT_THAT(failing([&] { make_private_folder(at("f")); }), refused);
  EXPECT_THAT(failing([&] { check_private_folder(at("f")); }), refused);
  file("x", 0646);
  EXPECT_THAT(failing([&] { check_private_file(at("x")); }), HasSubstr("everybody may write"));
  EXPECT_THAT(failing([&] { open_private_file(at("x"), Secrecy::kPlain); }),
              HasSubstr("everybody may write"));
}

TEST_F(PrivateFolder, RefusesSymbolicLinksAndSaysWhereTheyLead) {
  fs::create_directory(at("real"));
  fs::create_directory_symlink(at("real"), at("link"));
  const auto refused = AllOf(HasSubstr("symbolic link to " + at("real").string()));
  EXPECT_THAT(failing([&] { make_private_folder(at("link")); }), refused);
  EXPECT_THAT(failing([&] { make_private_folder(at("link/")); }), refused);
  fs::create_symlink(file("x", 0600), at("y"));
  EXPECT_THAT(failing([&] { open_private_file(at("y"), Secrecy::kPlain); }),
              HasSubstr("symbolic link to"));
  EXPECT_THAT(failing([&] { check_private_file(at("y")); }), HasSubstr("symbolic link to"));
  fs::create_symlink(at("nothing"), at("dangling"));
  EXPECT_THAT(failing([&] { make_private_folder(at("dangling")); }), HasSubstr("symbolic link"));
}

TEST_F(PrivateFolder, RefusesWhatBelongsToOthers) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  make_private_folder(at("f"));
  ASSERT_EQ(::chown(at("f").c_str(), kSomebody, kSomebody), 0);
  EXPECT_THAT(failing([&] { make_private_folder(at("f")); }),
              AllOf(HasSubstr("belongs to user 12345"), HasSubstr("ingest runs as root")));
  ASSERT_EQ(::chown(file("x", 0600).c_str(), kSomebody, kSomebody), 0);
  EXPECT_THAT(failing([&] { open_private_file(at("x"), Secrecy::kPlain); }),
              HasSubstr("belongs to user 12345"));
}

TEST_F(PrivateFolder, RefusesWhatIsNoFolderOrNoFile) {
  EXPECT_THAT(failing([&] { make_private_folder(file("x", 0600)); }), HasSubstr("no folder"));
  fs::create_directory(at("f"));
  EXPECT_THAT(failing([&] { open_private_file(at("f"), Secrecy::kPlain); }),
              HasSubstr("no regular file"));
  ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
  EXPECT_THAT(failing([&] { open_private_file(at("pipe"), Secrecy::kPlain); }),
              HasSubstr("no regular file"));
}

TEST_F(PrivateFolder, ASecretIsForItsOwnerAlone) {
  EXPECT_EQ(read_private_file(file("x", 0600), Secrecy::kSecret, 100), "content\n");
  EXPECT_EQ(read_private_file(file("x", 0400), Secrecy::kSecret, 100), "content\n");
  for (const mode_t mode : {0640U, 0604U, 0620U})
    EXPECT_THAT(failing([&] { read_private_file(file("x", mode), Secrecy::kSecret, 100); }),
                HasSubstr("others than its owner"));
}

TEST_F(PrivateFolder, ASmallFileTakesNoMoreThanItNeeds) {
  EXPECT_LT(read_private_file(file("x", 0600), Secrecy::kPlain, 64U << 20U).capacity(), 1024U);
}

TEST_F(PrivateFolder, AFileThatIsTooLargeIsNotTakenIn) {
  EXPECT_EQ(read_private_file(file("x", 0600), Secrecy::kPlain, 8), "content\n");
  EXPECT_THAT(failing([&] { read_private_file(at("x"), Secrecy::kPlain, 7); }),
              HasSubstr("larger than 7 bytes"));
}

}  // namespace
}  // namespace ingest::host
