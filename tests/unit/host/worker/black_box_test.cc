#include "worker/black_box.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <random>
#include <thread>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "worker/box_reader.hpp"
#include "worker/box_text.hpp"
#include "worker/call_recorder.hpp"

namespace ingest::host {
namespace {

class Box : public ::testing::Test {
 protected:
  Box()
      : writers_(SharedBox::make()),
        readers_(SharedBox::adopt(::fcntl(writers_.file().descriptor(), F_DUPFD_CLOEXEC, 0))),
        guard_({}),
        recorder_(writers_.box(), guard_) {}
  BoxState calls() const { return read_calls(readers_.box()); }

  SharedBox writers_;
  SharedBox readers_;
  DescriptorGuard guard_;
  CallRecorder recorder_;
};

TEST_F(Box, ShowsWhatIsUnderWayToAnotherMapping) {
  EXPECT_TRUE(calls().calls.empty());
  std::thread([&] {
    recorder_.begins(ConnectorCall::kTransform, {"acme/shop", "results page 3", 2});
    const auto state = calls();
    ASSERT_EQ(state.calls.size(), 1U);
    EXPECT_EQ(state.calls[0].call, ConnectorCall::kTransform);
    EXPECT_EQ(state.calls[0].unit, "acme/shop");
    EXPECT_EQ(state.calls[0].page, "results page 3");
    EXPECT_EQ(state.calls[0].place, 2U);
    EXPECT_EQ(state.calls[0].tid, static_cast<std::uint32_t>(::gettid()));
    EXPECT_EQ(state.calls[0].within, HostFunction::kNone);
    {
      const InHost in_host(HostFunction::kEmit);
      EXPECT_EQ(calls().calls[0].within, HostFunction::kEmit);
      const InHost inner(HostFunction::kLog);
      EXPECT_EQ(calls().calls[0].within, HostFunction::kEmit) << "the outermost counts";
    }
    EXPECT_EQ(calls().calls[0].within, HostFunction::kNone);
    EXPECT_GT(calls().calls[0].beats, state.calls[0].beats);
    recorder_.ended();
    EXPECT_TRUE(calls().calls.empty());
  }).join();
}

TEST_F(Box, AThreadThatEndsGivesItsSlotBack) {
  for (std::size_t i = 0; i < 2 * BlackBox::kSlots; ++i)
    std::thread([&] {
      recorder_.begins(ConnectorCall::kFetch, {});
      EXPECT_EQ(calls().calls.size(), 1U) << i;
      recorder_.ended();
    }).join();
}

TEST_F(Box, MoreThreadsThanSlotsGoUnnoted) {
  std::vector<std::thread> threads;
  std::atomic<std::size_t> begun{0};
  std::atomic<bool> enough{false};
  constexpr std::size_t kThreads = BlackBox::kSlots + 5;
  for (std::size_t i = 0; i < kThreads; ++i)
    threads.emplace_back([&] {
      recorder_.begins(ConnectorCall::kTransform, {"u", "p", 0});
      ++begun;
      while (!enough) std::this_thread::yield();
      recorder_.is_at({"u", "p", 1});
      recorder_.ended();
    });
  while (begun < kThreads) std::this_thread::yield();
  EXPECT_EQ(calls().calls.size(), BlackBox::kSlots);
  enough = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(calls().calls.empty());
}

TEST_F(Box, ATextIsReadAsAWhole) {
  std::atomic<bool> enough{false};
  std::thread writer([&] {
    recorder_.begins(ConnectorCall::kFetch, {std::string(40, 'a'), std::string(40, 'a'), 0});
    for (int i = 0; !enough; ++i) {
      const std::string text(40, static_cast<char>('a' + i % 26));
      recorder_.is_at({text, text, 0});
    }
    recorder_.ended();
  });
  const auto slot_in_use = [&]() -> const CallSlot* {
    for (const CallSlot& slot : readers_.box().slots)
      if (slot.call.load() != 0) return &slot;
    return nullptr;
  };
  const CallSlot* slot = nullptr;
  while ((slot = slot_in_use()) == nullptr) std::this_thread::yield();
  // A writer that is kept from its end may leave a reading without its promise, however often.
  int whole = 0;
  while (whole < 20000) {
    std::string unit;
    std::string page;
    if (!read_guarded(slot->sequence, [&] {
          unit = text_of(slot->unit);
          page = text_of(slot->page);
        }))
      continue;
    ++whole;
    if (unit != std::string(40, unit.empty() ? '?' : unit[0]) || page != unit) {
      ADD_FAILURE() << unit << " and " << page;
      break;
    }
  }
  enough = true;
  writer.join();
}

TEST_F(Box, ATextWhoseWriterDiedIsReadAndSaidNotToBeWhole) {
  CallSlot& slot = writers_.box().slots[0];
  set_text(slot.unit, "acme/shop");
  slot.sequence = 7;
  std::string unit;
  EXPECT_FALSE(read_guarded(slot.sequence, [&] { unit = text_of(slot.unit); }));
  EXPECT_EQ(unit, "acme/shop");
  slot.sequence = 8;
  EXPECT_TRUE(read_guarded(slot.sequence, [&] { unit = text_of(slot.unit); }));
}

// A connector may write anything into it.
TEST_F(Box, HoldsWhateverAndIsReadAllTheSame) {
  std::mt19937 random(7);
  auto* bytes = reinterpret_cast<unsigned char*>(&writers_.box());
  for (int round = 0; round < 50; ++round) {
    for (std::size_t i = 0; i < sizeof(BlackBox); ++i)
      bytes[i] = static_cast<unsigned char>(round == 0 ? 0xFF : random());
    for (CallSlot& slot : writers_.box().slots) slot.call = round == 0 ? 9 : 1 + random() % 8;
    writers_.box().death.kind = 2 + random() % 4;
    EXPECT_EQ(calls().calls.size(), round == 0 ? 0U : BlackBox::kSlots);
    EXPECT_TRUE(read_death(readers_.box()));
    for (const CallUnderWay& call : calls().calls) {
      EXPECT_LE(static_cast<std::uint32_t>(call.call), 8U);
      EXPECT_TRUE(is_utf8(call.unit));
      EXPECT_LE(call.unit.size(), 280U);
      EXPECT_LE(call.page.size(), 220U);
    }
    if (const auto death = read_death(readers_.box())) {
      EXPECT_TRUE(is_utf8(death->module));
      EXPECT_TRUE(is_utf8(death->thread_name));
      EXPECT_TRUE(is_utf8(death->detail));
    }
    const RunFacts run = read_run(readers_.box());
    EXPECT_TRUE(is_utf8(run.unit_noun));
    EXPECT_LE(run.units_kept, 1'000'000'000U);
  }
  std::memset(bytes, 0, sizeof(BlackBox));
}

TEST_F(Box, NobodyCanMakeItSmaller) { EXPECT_NE(::ftruncate(writers_.file().descriptor(), 0), 0); }

TEST(SharedBoxOf, AnotherFileIsRefused) {
  const int other = ::memfd_create("other", MFD_CLOEXEC);
  EXPECT_THROW(SharedBox::adopt(other), Failure);
}

}  // namespace
}  // namespace ingest::host
