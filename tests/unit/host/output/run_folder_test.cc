#include "output/run_folder.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <regex>

#include "diagnostics/failure.hpp"
#include "output/run_id.hpp"
#include "temporary_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

class RunFolderTest : public ::testing::Test {
 protected:
  void commit(const std::string& run_id) {
    RunFolder folder(out(), "acme", run_id);
    write_file(folder.partial() / "run.json", run_id);
    folder.commit();
    folder.remove_earlier();
  }
  std::vector<std::string> visible() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(out() / "acme"))
      if (entry.path().filename().string().front() != '.')
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }
  fs::path out() const { return temporary_.path() / "deep" / "out"; }
  fs::path latest() const { return out() / "acme" / "latest"; }
  TemporaryFolder temporary_;
};

TEST_F(RunFolderTest, CommitShowsTheRunAsAWhole) {
  {
    RunFolder folder(out(), "acme", "r1");
    write_file(folder.partial() / "run.json", "r1");
    write_file(folder.segments() / "a.segment", "x");
    EXPECT_TRUE(visible().empty());
    folder.commit();
  }
  EXPECT_EQ(visible(), (std::vector<std::string>{"latest", "r1"}));
  EXPECT_EQ(fs::read_symlink(latest()), "r1");
  EXPECT_EQ(content_of(latest() / "run.json"), "r1");
  EXPECT_FALSE(fs::exists(latest() / "segments"));
  EXPECT_FALSE(fs::exists(out() / "acme" / ".partial"));
}

TEST_F(RunFolderTest, LatestMovesOnAndOldRunsStay) {
  commit("r1");
  commit("r2");
  EXPECT_EQ(visible(), (std::vector<std::string>{"latest", "r1", "r2"}));
  EXPECT_EQ(fs::read_symlink(latest()), "r2");
}

TEST_F(RunFolderTest, ARunThatIsNotCommittedLeavesNothing) {
  commit("r1");
  {
    RunFolder folder(out(), "acme", "r2");
    write_file(folder.partial() / "findings.binpb", "half");
  }
  EXPECT_EQ(visible(), (std::vector<std::string>{"latest", "r1"}));
  EXPECT_EQ(fs::read_symlink(latest()), "r1");
  EXPECT_FALSE(fs::exists(out() / "acme" / ".partial"));
}

// Killed at the last moment before the commit: no reader sees it, the next run sweeps it up.
TEST_F(RunFolderTest, AKilledRunIsInvisibleAndSweptUp) {
  commit("r1");
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    RunFolder folder(out(), "acme", "r2");
    write_file(folder.partial() / "findings.binpb", "whole");
    write_file(folder.partial() / "run.json", "r2");
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(visible(), (std::vector<std::string>{"latest", "r1"}));
  EXPECT_EQ(fs::read_symlink(latest()), "r1");
  EXPECT_TRUE(fs::exists(out() / "acme" / ".partial" / "r2"));
  commit("r3");
  EXPECT_FALSE(fs::exists(out() / "acme" / ".partial"));
  EXPECT_EQ(visible(), (std::vector<std::string>{"latest", "r1", "r3"}));
}

// Killed after the rename and before the link: the next run sets it.
TEST_F(RunFolderTest, ACommitThatWasCutOffIsEnded) {
  commit("r1");
  const fs::path folder = out() / "acme";
  fs::create_directories(folder / ".partial" / "r2" / "segments");
  fs::create_directories(folder / "r2");
  { RunFolder next(out(), "acme", "r3"); }
  EXPECT_EQ(fs::read_symlink(latest()), "r2");
  EXPECT_FALSE(fs::exists(folder / ".partial"));

  fs::create_directories(folder / ".partial" / "r4");
  fs::create_directories(folder / "r4");
  write_file(folder / ".partial" / "r4" / "latest-stays", "");
  { RunFolder next(out(), "acme", "r5"); }
  EXPECT_EQ(fs::read_symlink(latest()), "r2") << "it was to stay";
  EXPECT_FALSE(fs::exists(folder / ".partial"));
}

TEST_F(RunFolderTest, WhatIsKeptIsTakenOver) {
  commit("r1");
  {
    RunFolder folder(out(), "acme", "r2");
    write_file(folder.manifest(), "two");
    write_file(folder.segments() / "a.segment", "x");
    write_file(folder.partial() / "findings.binpb", "half");
    folder.keep();
  }
  EXPECT_EQ(visible(), (std::vector<std::string>{"latest", "r1"}));
  {
    RunFolder folder(out(), "acme", "r3");
    EXPECT_EQ(folder.earlier(), std::vector<std::string>{"r2"});
    EXPECT_EQ(content_of(folder.work_of("r2") / "manifest.json"), "two");
    EXPECT_FALSE(fs::exists(folder.work_of("r2") / "run")) << "nothing that looks whole";
    write_file(folder.manifest(), "three");
    folder.take_over("r2");
    EXPECT_EQ(content_of(folder.segments() / "a.segment"), "x");
    folder.remove_earlier();
    EXPECT_TRUE(folder.earlier().empty());
  }  // and is kept, since it has taken over
  RunFolder folder(out(), "acme", "r4");
  EXPECT_EQ(folder.earlier(), std::vector<std::string>{"r3"});
  EXPECT_EQ(content_of(folder.work_of("r3") / "segments" / "a.segment"), "x");
}

TEST_F(RunFolderTest, TwoRunsOfAConnectionExcludeEachOther) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    RunFolder folder(out(), "acme", "r1");
    if (::write(ready[1], "x", 1) != 1) ::_exit(1);
    ::pause();
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  try {
    RunFolder folder(out(), "acme", "r2");
    ADD_FAILURE() << "both hold the lock";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), ExitStatus::kLocked);
    EXPECT_NE(std::string(failure.what()).find("process " + std::to_string(child)),
              std::string::npos)
        << failure.what();
  }
  EXPECT_NO_THROW(RunFolder(out(), "other", "r2"));
  ::kill(child, SIGKILL);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  commit("r3");
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_F(RunFolderTest, NamesThatLeadElsewhereAreRefused) {
  for (const char* name : {"", "..", ".", "a/b", "../x", "A", "-a", ".hidden", "a b", "\xC3\xA4"}) {
    try {
      RunFolder folder(out(), name, "r1");
      ADD_FAILURE() << name;
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.status(), ExitStatus::kConfig) << name;
    }
  }
  EXPECT_NO_THROW(check_connection_name("0.a_b-c"));
  EXPECT_THROW(check_connection_name(std::string(129, 'a')), Failure);
}

TEST_F(RunFolderTest, WhatIsInTheWayIsNamed) {
  fs::create_directories(latest());
  try {
    RunFolder folder(out(), "acme", "r1");
    ADD_FAILURE();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), ExitStatus::kConfig);
    EXPECT_NE(std::string(failure.what()).find("latest"), std::string::npos);
  }
  write_file(temporary_.path() / "file", "");
  try {
    RunFolder folder(temporary_.path() / "file", "acme", "r1");
    ADD_FAILURE();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), ExitStatus::kConfig);
    EXPECT_NE(std::string(failure.what()).find("file"), std::string::npos);
  }
}

TEST(RunId, NamesTheSecondAndIsUnique) {
  const auto when = std::chrono::system_clock::from_time_t(1795368656);
  const std::string id = new_run_id(when);
  EXPECT_TRUE(std::regex_match(id, std::regex("20261122T173056Z-[0-9a-f]{6}"))) << id;
  EXPECT_NE(new_run_id(when), id);
}

}  // namespace
}  // namespace ingest::host
