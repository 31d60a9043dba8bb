#include "run/shard.hpp"

#include <gtest/gtest.h>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

TEST(Shard, CoversEachUnitOnce) {
  for (const std::uint32_t count : {1U, 2U, 3U, 7U}) {
    std::vector<int> sizes(count);
    for (int i = 0; i < 3000; ++i) {
      const std::string unit = "project-" + std::to_string(i);
      int holders = 0;
      for (std::uint32_t index = 1; index <= count; ++index) {
        if (!Shard{index, count}.holds(unit)) continue;
        ++holders;
        ++sizes[index - 1];
      }
      EXPECT_EQ(holders, 1) << unit;
    }
    for (const int size : sizes) EXPECT_GT(size, 2400 / static_cast<int>(count));
  }
}

// sha256("abc") begins with ba7816bf8f01cfea: the choice is the same on every machine.
TEST(Shard, IsTheHashOfTheName) {
  constexpr std::uint64_t kFirstBytes = 0xba7816bf8f01cfeaU;
  for (const std::uint32_t count : {2U, 5U, 1000U}) {
    const auto index = static_cast<std::uint32_t>(kFirstBytes % count + 1);
    EXPECT_TRUE((Shard{index, count}.holds("abc")));
  }
}

TEST(Shard, ParsesWhatMakesSense) {
  EXPECT_EQ(Shard::parse("2/4").text(), "2/4");
  EXPECT_TRUE(Shard::parse("1/1").is_whole());
  for (const char* text : {"", "1", "/", "1/", "/2", "0/2", "3/2", "-1/2", "1/2/3", "a/b",
                           "1/10001", " 1/2", "1/2 ", "1/99999999999999999999"}) {
    try {
      Shard::parse(text);
      ADD_FAILURE() << text;
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.status(), ExitStatus::kUsage) << text;
    }
  }
}

}  // namespace
}  // namespace ingest::host
