// Checkpoints by themselves: what one holds, and how they get to disk.
#include "run/checkpoint.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "../output/temporary_folder.hpp"
#include "diagnostics/failure.hpp"
#include "output/segment_writer.hpp"
#include "run/checkpoint_queue.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

FinishedUnit unit_named(const std::string& name) {
  FinishedUnit unit;
  v1::UnitReport& report = *unit.account.mutable_report();
  report.set_unit(name);
  report.set_outcome(v1::UNIT_OUTCOME_COMPLETE);
  unit.account.mutable_rows()->set_received(12);
  unit.account.set_assets(2);
  unit.filtered = {{"engine sast", 3}, {"engine kics", 4}};
  unit.severities[v1::SEVERITY_HIGH] = 5;
  return unit;
}

FinishedUnit written(const fs::path& folder, const std::string& name) {
  FinishedUnit unit = unit_named(name);
  SegmentWriter(segment_path(folder, name)).close({}, checkpoint_account(unit));
  return unit;
}

TEST(Checkpoint, HoldsAllThatARunNeedsOfAUnit) {
  TemporaryFolder folder;
  const FinishedUnit unit = written(folder.path(), "p1");
  const auto read = read_checkpoint(segment_path(folder.path(), "p1"), Thoroughness::kEveryByte);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->account.SerializeAsString(), unit.account.SerializeAsString());
  EXPECT_EQ(read->filtered, unit.filtered);
  EXPECT_EQ(read->severities, unit.severities);
}

TEST(Checkpoint, OfAnotherUnitIsNone) {
  TemporaryFolder folder;
  const fs::path elsewhere = segment_path(folder.path(), "p2");
  written(folder.path(), "p1");
  fs::rename(segment_path(folder.path(), "p1"), elsewhere);
  EXPECT_FALSE(read_checkpoint(elsewhere, Thoroughness::kAccount).has_value());
}

TEST(Checkpoint, OnlyWhatIsWellIsWorthKeeping) {
  const FinishedUnit good = unit_named("p");
  EXPECT_TRUE(is_worth_keeping(good));
  FinishedUnit empty = good;
  empty.account.mutable_report()->set_outcome(v1::UNIT_OUTCOME_EMPTY);
  EXPECT_TRUE(is_worth_keeping(empty));
  for (const v1::UnitOutcome outcome :
       {v1::UNIT_OUTCOME_UNSPECIFIED, v1::UNIT_OUTCOME_INCOMPLETE, v1::UNIT_OUTCOME_FAILED}) {
    FinishedUnit bad = good;
    bad.account.mutable_report()->set_outcome(outcome);
    EXPECT_FALSE(is_worth_keeping(bad)) << outcome;
  }
  FinishedUnit problem = good;
  problem.account.add_problems("something");
  EXPECT_FALSE(is_worth_keeping(problem));
  FinishedUnit letters = good;
  letters.account.mutable_rows()->set_dead_lettered(1);
  EXPECT_FALSE(is_worth_keeping(letters));
}

TEST(CheckpointQueue, BringsOutWhatSeveralThreadsPutIn) {
  TemporaryFolder folder;
  std::mutex mutex;
  std::multiset<std::string> durable;
  CheckpointQueue queue(folder.path(), [&](const std::vector<FinishedUnit>& units) {
    const std::lock_guard lock(mutex);
    for (const FinishedUnit& unit : units) durable.insert(unit.account.report().unit());
  });
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread)
      threads.emplace_back([&, thread] {
        for (int i = 0; i < 40; ++i)
          queue.add(written(folder.path(), std::to_string(thread * 40 + i)));
      });
  }
  queue.drain();
  EXPECT_EQ(durable.size(), 160U);
  EXPECT_EQ(std::set<std::string>(durable.begin(), durable.end()).size(), 160U);
}

TEST(CheckpointQueue, WhatTheDiskSaysStopsTheRun) {
  TemporaryFolder folder;
  std::atomic<int> durable{0};
  CheckpointQueue queue(folder.path(), [&](const std::vector<FinishedUnit>&) { ++durable; });
  queue.add(unit_named("never written"));
  EXPECT_THROW(queue.drain(), Failure);
  EXPECT_THROW(queue.add(written(folder.path(), "p")), Failure);
  queue.drain_for(std::chrono::milliseconds(0));
  EXPECT_EQ(durable, 0);
}

}  // namespace
}  // namespace ingest::host
