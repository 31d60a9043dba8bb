#include "state/state_store.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <thread>

#include "connection/failing.hpp"
#include "diagnostics/redactor.hpp"
#include "output/temporary_folder.hpp"
#include "state/child_process.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

StateTime at(std::int64_t seconds) { return StateTime(std::chrono::seconds(seconds)); }

class States : public ::testing::Test {
 protected:
  fs::path dir() const { return folder_.path() / "state"; }
  fs::path file() const { return dir() / "state.db"; }

  static std::vector<std::string> names(const std::vector<StateEntry>& entries) {
    std::vector<std::string> all;
    for (const StateEntry& entry : entries) all.emplace_back(name_of(entry.state));
    return all;
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(States, FolderAndFilesAreForTheirOwnerAlone) {
  const mode_t before = ::umask(0);
  StateStore store(dir());
  store.enter("acme", ConnectionState::kRegistered, "saved");
  ::umask(before);
  struct stat facts {};
  ASSERT_EQ(::stat(dir().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777U, 0700U);
  int files = 0;
  for (const auto& entry : fs::directory_iterator(dir())) {
    ASSERT_EQ(::stat(entry.path().c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 07777U, 0600U) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 4) << "state.db, -wal, -shm, runs.lock";
}

TEST_F(States, TheLastTransitionCountsAndAllAreKept) {
  {
    StateStore store(dir());
    EXPECT_FALSE(store.state_of("acme"));
    store.enter("acme", ConnectionState::kRegistered, "saved", at(10));
    store.enter("acme", ConnectionState::kScheduled, "next: tomorrow", at(20));
    store.enter("zeta", ConnectionState::kInactive, "by its file", at(15));
  }
  StateStore store(dir());
  const auto now = store.state_of("acme");
  ASSERT_TRUE(now);
  EXPECT_EQ(now->state, ConnectionState::kScheduled);
  EXPECT_EQ(now->since, at(20));
  EXPECT_EQ(now->why, "next: tomorrow");
  EXPECT_THAT(names(store.transitions("acme")), ElementsAre("Scheduled", "Registered"));
  EXPECT_THAT(names(store.transitions("acme", 1)), ElementsAre("Scheduled"));
  const auto all = store.states();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].connection, "acme");
  EXPECT_EQ(all[1].connection, "zeta");
  EXPECT_EQ(rfc3339(at(1795368656)), "2026-11-22T17:30:56Z");
}

TEST_F(States, TheSameStateForTheSameReasonIsNoTransition) {
  StateStore store(dir());
  store.enter("acme", ConnectionState::kScheduled, "next: tomorrow", at(20));
  store.enter("acme", ConnectionState::kScheduled, "next: tomorrow", at(30));
  EXPECT_EQ(store.state_of("acme")->since, at(20));
  store.enter("acme", ConnectionState::kScheduled, "next: today", at(40));
  EXPECT_EQ(store.transitions("acme").size(), 2U);
}

TEST_F(States, TextsAreRedactedAndPlain) {
  redactor().add("hunter2hunter2");
  StateStore store(dir());
  store.enter("acme", ConnectionState::kFailed, "the key hunter2hunter2 is \x1b[31mwrong");
  EXPECT_THAT(store.state_of("acme")->why,
              AllOf(Not(HasSubstr("hunter2")), Not(HasSubstr("\x1b")), HasSubstr("wrong")));
}

TEST_F(States, RenamingTakesEverythingAlong) {
  StateStore store(dir());
  store.enter("old", ConnectionState::kScheduled, "next", at(20));
  store.enter("new", ConnectionState::kFailed, "of one that was removed", at(1));
  store.set_last_due("old", at(19));
  store.set_expiry("old", "api_key", at(99));
  RunStart start{"old", "r1", "manual", "projects", "/nowhere/old/r1"};
  const RunNumber number = store.begin_run(start);
  store.rename("old", "new");
  EXPECT_FALSE(store.state_of("old"));
  EXPECT_THAT(names(store.transitions("new")), ElementsAre("Processing", "Scheduled"));
  EXPECT_EQ(store.last_due("new"), at(19));
  EXPECT_EQ(store.expiries("new").at("api_key"), at(99));
  // The run under way ends under the new name.
  v1::Run run;
  run.set_run_id("r1");
  run.set_status(v1::RUN_STATUS_COMPLETE);
  store.end_run(number, run);
  EXPECT_EQ(store.state_of("new")->state, ConnectionState::kProcessed);
  EXPECT_TRUE(store.run("new", "r1"));
}

TEST_F(States, WhatIsForgottenStaysForgotten) {
  StateStore store(dir());
  store.set_last_due("acme", at(19));
  store.set_expiry("acme", "api_key", at(99));
  const RunNumber number = store.begin_run({"acme", "r1", "manual", "projects", "/n/acme/r1"});
  store.forget("acme", StateStore::Runs::kGo);
  EXPECT_TRUE(store.run("acme", "r1")) << "it is under way";
  v1::Run run;
  run.set_status(v1::RUN_STATUS_COMPLETE);
  store.end_run(number, run);
  EXPECT_FALSE(store.state_of("acme")) << "a removed connection came back";
  EXPECT_FALSE(store.last_due("acme"));
  EXPECT_THAT(store.expiries("acme"), IsEmpty());
  store.forget("acme");
  EXPECT_TRUE(store.run("acme", "r1"));
  store.forget("acme", StateStore::Runs::kGo);
  EXPECT_FALSE(store.run("acme", "r1"));
}

TEST_F(States, MarksAndExpiries) {
  StateStore store(dir());
  EXPECT_FALSE(store.last_due("acme"));
  store.set_last_due("acme", at(5));
  store.set_last_due("acme", at(7));
  EXPECT_EQ(store.last_due("acme"), at(7));
  store.set_expiry("acme", "api_key", at(50));
  store.set_expiry("acme", "api_key", at(60));
  store.set_expiry("acme", "other", at(70));
  EXPECT_EQ(store.expiries("acme").size(), 2U);
  EXPECT_EQ(store.expiries("acme").at("api_key"), at(60));
  store.set_expiry("acme", "api_key", std::nullopt);
  EXPECT_EQ(store.expiries("acme").size(), 1U);
}

TEST_F(States, SeveralProcessesWriteAtOnce) {
  constexpr int kProcesses = 4;
  constexpr int kEach = 15;
  std::vector<pid_t> children;
  for (int n = 0; n < kProcesses; ++n) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      try {
        StateStore store(dir());  // made by whoever comes first
        for (int i = 0; i < kEach; ++i)
          store.enter("c" + std::to_string(n), ConnectionState::kRegistered, std::to_string(i));
        ::_exit(0);
      } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        ::_exit(1);
      }
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  StateStore store(dir());
  for (int n = 0; n < kProcesses; ++n)
    EXPECT_EQ(store.transitions("c" + std::to_string(n)).size(), std::size_t{kEach});
}

TEST_F(States, SeveralThreadsUseOneStore) {
  StateStore store(dir());
  std::vector<std::thread> threads;
  for (int n = 0; n < 4; ++n)
    threads.emplace_back([&store, n] {
      for (int i = 0; i < 8; ++i) {
        store.enter("c" + std::to_string(n), ConnectionState::kRegistered, std::to_string(i));
        store.states();
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(store.states().size(), 4U);
}

// What was said before the kill is there, and the one who comes next is not held up.
TEST_F(States, AKilledWriterLosesNothing) {
  for (int round = 0; round < 10; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      StateStore theirs(dir());
      for (std::int64_t i = 1;; ++i) {
        theirs.set_last_due("acme", at(round * 1'000'000 + i));
        if (::write(ends[1], &i, sizeof(i)) != sizeof(i)) ::_exit(1);
      }
    }
    ::close(ends[1]);
    std::int64_t said = 0;
    while (said < 3 + round) ASSERT_EQ(::read(ends[0], &said, sizeof(said)), ssize_t{sizeof(said)});
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    for (std::int64_t i = 0; ::read(ends[0], &i, sizeof(i)) == ssize_t{sizeof(i)};) said = i;
    ::close(ends[0]);
    StateStore store(dir());
    ASSERT_GE(store.last_due("acme"), at(round * 1'000'000 + said)) << "round " << round;
  }
}

TEST_F(States, ADamagedFileIsRefusedAndStays) {
  {
    StateStore store(dir());
    for (int i = 0; i < 60; ++i)
      store.enter("acme", ConnectionState::kRegistered, std::to_string(i) + std::string(1500, 'w'));
  }
  std::string bytes = content_of(file());
  ASSERT_GT(bytes.size(), 40'000U);
  for (std::size_t i = 8192; i < bytes.size(); i += 7) bytes[i] = '\x5a';
  write_file(file(), bytes);
  const auto refused = AllOf(HasSubstr(file().string() + " is damaged"), HasSubstr("mv "),
                             HasSubstr("nothing was deleted"));
  EXPECT_THAT(failing([&] { StateStore store(dir()); }), refused);
  EXPECT_EQ(content_of(file()), bytes);
  write_file(file(), "this is no database, however long one reads on in it, and has no header");
  EXPECT_THAT(failing([&] { StateStore store(dir()); }), refused);
}

TEST_F(States, FilesOfOthersAndLinksAreRefused) {
  { StateStore store(dir()); }
  ::chmod(file().c_str(), 0666);
  EXPECT_THAT(failing([&] { StateStore store(dir()); }), HasSubstr("everybody may write to it"));
  ::chmod(file().c_str(), 0600);
  for (const char* suffix : {"-wal", "-shm", "-journal"}) {
    const fs::path beside = file().string() + suffix;
    fs::create_symlink("/dev/null", beside);
    EXPECT_THAT(failing([&] { StateStore store(dir()); }), HasSubstr("symbolic link")) << suffix;
    fs::remove(beside);
  }
  fs::rename(file(), dir() / "elsewhere.db");
  fs::create_symlink("elsewhere.db", file());
  EXPECT_THAT(failing([&] { StateStore store(dir()); }), HasSubstr("symbolic link"));
  fs::remove(file());
  fs::remove(dir() / "runs.lock");
  fs::create_symlink("elsewhere.db", dir() / "runs.lock");
  EXPECT_THAT(failing([&] { StateStore store(dir()); }), HasSubstr("symbolic link"));
  ::chmod(dir().c_str(), 0777);
  EXPECT_THAT(failing([&] { StateStore store(dir()); }), HasSubstr("everybody may write to it"));
}

TEST_F(States, AFolderAboveMayBeALink) {
  fs::create_directory(dir());
  const fs::path above = dir().parent_path() / "link";
  fs::create_directory_symlink(dir(), above);
  StateStore store(above / "inner");
  store.enter("acme", ConnectionState::kRegistered, "saved");
  EXPECT_TRUE(fs::exists(dir() / "inner" / "state.db"));
}

}  // namespace
}  // namespace ingest::host
