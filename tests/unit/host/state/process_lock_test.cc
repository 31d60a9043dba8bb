#include "state/process_lock.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <memory>
#include <thread>

#include "diagnostics/failure.hpp"
#include "diagnostics/program_pid.hpp"
#include "output/temporary_folder.hpp"
#include "state/child_process.hpp"

namespace ingest::host {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

template <class Body>
std::string refused(Body&& body) {
  try {
    body();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), ExitStatus::kLocked) << failure.what();
    return failure.what();
  }
  ADD_FAILURE() << "it was not refused";
  return {};
}

TEST(ConnectionLock, IsForOneProcessAndGoesWithIt) {
  TemporaryFolder folder;
  std::unique_ptr<ConnectionLock> theirs;
  ChildProcess child([&] { theirs = std::make_unique<ConnectionLock>(folder.path(), "acme"); });
  ASSERT_TRUE(child.worked());
  EXPECT_THAT(
      refused([&] { ConnectionLock(folder.path(), "acme"); }),
      AllOf(HasSubstr("connection acme"), HasSubstr("process " + std::to_string(child.pid()))));
  const ConnectionLock other(folder.path(), "zeta");
  child.kill();
  const ConnectionLock ours(folder.path(), "acme");
}

// A worker holds the lock for the process that people know, and ends soon after it.
TEST(ConnectionLock, WhatADeadProcessHasStartedIsWaitedFor) {
  const TemporaryFolder folder;
  const auto dead = [] {
    const ChildProcess gone([] {});
    return gone.pid();
  }();
  std::unique_ptr<ConnectionLock> theirs;
  ChildProcess child([&] {
    set_program_pid(dead);
    theirs = std::make_unique<ConnectionLock>(folder.path(), "acme");
  });
  ASSERT_TRUE(child.worked());
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THAT(refused([&] { ConnectionLock(folder.path(), "acme"); }),
              HasSubstr("process " + std::to_string(dead)));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(900));
  std::jthread ends_soon([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    child.kill();
  });
  const ConnectionLock ours(folder.path(), "acme");
}

// Shards are parts of one run: side by side, each once, and not beside a run of the whole.
TEST(ConnectionLock, ShardsOfAConnectionMayRunSideBySide) {
  const TemporaryFolder folder;
  {
    const ConnectionLock first(folder.path(), "acme", "1/2");
    const ConnectionLock second(folder.path(), "acme", "2/2");
    EXPECT_THAT(refused([&] { ConnectionLock(folder.path(), "acme", "2/2"); }),
                HasSubstr("shard 2/2 of connection acme"));
    EXPECT_THAT(refused([&] { ConnectionLock(folder.path(), "acme"); }),
                HasSubstr("a run of connection acme"));
  }
  const ConnectionLock whole(folder.path(), "acme");
  EXPECT_THAT(refused([&] { ConnectionLock(folder.path(), "acme", "1/2"); }),
              HasSubstr("a run of connection acme"));
}

TEST(ConnectionLock, IsNotTakenTwiceByOneProcess) {
  TemporaryFolder folder;
  {
    const ConnectionLock lock(folder.path(), "acme");
    refused([&] { ConnectionLock(folder.path(), "acme"); });
  }
  const ConnectionLock again(folder.path(), "acme");
}

TEST(ConnectionLock, ANameThatIsAPathIsRefused) {
  TemporaryFolder folder;
  EXPECT_THROW(ConnectionLock(folder.path(), "../acme"), Failure);
}

TEST(StateLock, NamesTheHolder) {
  TemporaryFolder folder;
  const auto dir = folder.path() / "new";
  std::unique_ptr<StateLock> theirs;
  ChildProcess child([&] { theirs = std::make_unique<StateLock>(dir); });
  ASSERT_TRUE(child.worked());
  EXPECT_THAT(refused([&] { StateLock lock(dir); }),
              AllOf(HasSubstr("ingest serve"), HasSubstr(dir.string()),
                    HasSubstr("process " + std::to_string(child.pid()))));
  child.kill();
  const StateLock ours(dir);
}

}  // namespace
}  // namespace ingest::host
