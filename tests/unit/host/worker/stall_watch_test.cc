#include "worker/stall_watch.hpp"

#include <gtest/gtest.h>

namespace ingest::host {
namespace {

using std::chrono::milliseconds;

class Stalls : public ::testing::Test {
 protected:
  static CallUnderWay call(std::size_t slot, ConnectorCall kind = ConnectorCall::kTransform) {
    CallUnderWay one;
    one.slot = slot;
    one.call = kind;
    one.unit = "unit " + std::to_string(slot);
    return one;
  }
  // The first silent call within so many ticks of 100 ms, and after how many of them.
  std::optional<CallUnderWay> silent_within(int ticks) {
    for (after_ = 1; after_ <= ticks; ++after_)
      if (auto silent = watch_.tick(state_, milliseconds(100))) return silent;
    return std::nullopt;
  }

  StallWatch watch_{milliseconds(1000)};
  BoxState state_;
  int after_ = 0;
};

TEST_F(Stalls, ACallThatDoesNothingIsFoundInTime) {
  state_.calls = {call(3)};
  const auto silent = silent_within(100);
  ASSERT_TRUE(silent);
  EXPECT_EQ(silent->unit, "unit 3");
  EXPECT_EQ(after_, 11);  // seen once, then for a second
}

TEST_F(Stalls, EveryHostFunctionThatIsCalledIsASignOfLife) {
  state_.calls = {call(0)};
  for (int i = 0; i < 100; ++i) {
    ++state_.calls[0].beats;
    EXPECT_FALSE(silent_within(10));
  }
  EXPECT_TRUE(silent_within(1)) << "the last sign of life is a second ago";
}

// Back-pressure, a slow server: the host keeps it waiting.
TEST_F(Stalls, WhoIsInTheHostIsNotSilent) {
  state_.calls = {call(0, ConnectorCall::kFetch)};
  for (const HostFunction function : {HostFunction::kEmit, HostFunction::kNext}) {
    state_.calls[0].within = function;
    EXPECT_FALSE(silent_within(1000));
  }
  state_.calls[0].within = HostFunction::kNone;
  EXPECT_TRUE(silent_within(11));
  EXPECT_EQ(after_, 11) << "time in the host does not count";
}

TEST_F(Stalls, AnotherCallInTheHostDoesNotExcuseTheOneThatHangs) {
  state_.calls = {call(0, ConnectorCall::kFetch), call(1)};
  state_.calls[0].within = HostFunction::kEmit;
  const auto silent = silent_within(20);
  ASSERT_TRUE(silent);
  EXPECT_EQ(silent->slot, 1U);
}

// A thread that waits for the log may hold a lock that all others want.
TEST_F(Stalls, WhileTheLogIsNotReadNobodyIsSilent) {
  state_.calls = {call(0), call(1)};
  state_.calls[0].within = HostFunction::kLog;
  EXPECT_FALSE(silent_within(1000));
}

TEST_F(Stalls, ThreadsOfTheConnectorsOwnAreSignsOfLifeToo) {
  state_.calls = {call(0, ConnectorCall::kFetch)};
  for (int i = 0; i < 30; ++i) {
    ++state_.other_beats;
    EXPECT_FALSE(silent_within(10));
  }
  state_.others_within = HostFunction::kNext;
  EXPECT_FALSE(silent_within(1000));
  state_.others_within = HostFunction::kNone;
  EXPECT_TRUE(silent_within(12));
}

TEST_F(Stalls, ANewCallInTheSameSlotBeginsAnew) {
  for (int i = 0; i < 50; ++i) {
    state_.calls = {call(0)};
    state_.calls[0].beats = static_cast<std::uint64_t>(i) + 1;
    EXPECT_FALSE(silent_within(10));
    state_.calls.clear();
    EXPECT_FALSE(silent_within(1));
  }
}

TEST_F(Stalls, TheOneThatHasBeenSilentLongestIsNamed) {
  state_.calls = {call(5)};
  EXPECT_FALSE(silent_within(5));
  state_.calls.insert(state_.calls.begin(), call(2));
  const auto silent = silent_within(20);
  ASSERT_TRUE(silent);
  EXPECT_EQ(silent->slot, 5U);
}

}  // namespace
}  // namespace ingest::host
