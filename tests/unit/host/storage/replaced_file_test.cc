#include "storage/replaced_file.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <thread>

#include "diagnostics/failure.hpp"
#include "output/temporary_folder.hpp"

namespace ingest::host {
namespace {

TEST(ReplacedFile, IsForItsOwnerAloneAndLeavesNothingBeside) {
  TemporaryFolder folder;
  const mode_t before = ::umask(0);
  replace_file(folder.path() / "x", "one");
  ::umask(before);
  replace_file(folder.path() / "x", "two");
  EXPECT_EQ(content_of(folder.path() / "x"), "two");
  struct stat facts {};
  ASSERT_EQ(::stat((folder.path() / "x").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777U, 0600U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(ReplacedFile, StaysWhenTheNewOneHasNoRoom) {
  TemporaryFolder folder;
  replace_file(folder.path() / "x", "old");
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  rlimit small = before;
  small.rlim_cur = 100;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  EXPECT_THROW(replace_file(folder.path() / "x", std::string(5000, 'n')), Failure);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_EQ(content_of(folder.path() / "x"), "old");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

// Whole, old or new, however often the writer is killed; and what it leaves hinders nobody.
TEST(ReplacedFile, AKilledWriterLosesNothing) {
  TemporaryFolder folder;
  const auto file = folder.path() / "x";
  const std::string a(300'000, 'a');
  const std::string b(200'000, 'b');
  replace_file(file, a);
  std::mt19937 dice(7);
  for (int round = 0; round < 50; ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const FolderLock lock(folder.path());
      for (;;) {
        replace_file(file, b);
        replace_file(file, a);
      }
    }
    std::this_thread::sleep_for(std::chrono::microseconds(dice() % 20'000));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const std::string now = content_of(file);
    ASSERT_TRUE(now == a || now == b) << "round " << round << ": " << now.size() << " bytes";
  }
  const FolderLock lock(folder.path());
  replace_file(file, "after");
  EXPECT_EQ(content_of(file), "after");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(FolderLock, LetsOneChangeAtATime) {
  TemporaryFolder folder;
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const FolderLock lock(folder.path());
    ::write(ready[1], "x", 1);
    ::usleep(300'000);
    replace_file(folder.path() / "x", "first");
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  const FolderLock lock(folder.path());
  EXPECT_EQ(content_of(folder.path() / "x"), "first") << "the lock was not waited for";
  ::waitpid(child, nullptr, 0);
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST(ReplacedFile, RemovingWhatIsNotThereIsNoError) {
  TemporaryFolder folder;
  replace_file(folder.path() / "x", "old");
  remove_file(folder.path() / "x");
  remove_file(folder.path() / "x");
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "x"));
}

}  // namespace
}  // namespace ingest::host
