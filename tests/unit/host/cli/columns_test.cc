#include "cli/columns.hpp"

#include <gtest/gtest.h>

namespace ingest::host {
namespace {

TEST(Columns, WhatDoesNotFitGoesOnBelow) {
  const Columns columns({6, 8}, 3);
  EXPECT_EQ(columns.row({"a", "b"}), "a       b\n");
  EXPECT_EQ(columns.row({"abcdefgh", "one two three"}, "> "),
            "> abcdef  one two\n"
            "> gh      three\n");
  EXPECT_EQ(columns.row({"", ""}), "\n");
}

TEST(Columns, CutsWhatIsTooLong) {
  EXPECT_EQ(Columns({5}, 2).row({"aaaaabbbbbccccc"}), "aaaaa\nbb...\n");
  EXPECT_EQ(Columns({5}, 2).row({"aaaaabbbbb"}), "aaaaa\nbbbbb\n");
}

TEST(Columns, CountsWhatIsSeenAndCutsBetweenCharacters) {
  EXPECT_EQ(Columns({4, 4}, 2).row({"日本語", "x"}), "日本  x\n語\n");
  EXPECT_EQ(Columns({4}, 2).row({"a\x1b"}), "a\\x1\nb\n") << "nothing reaches the terminal";
}

TEST(Columns, AreSharedOut) {
  const std::vector<std::size_t> widths = shared_out(98, {32, 20, 26, 22});
  ASSERT_EQ(widths.size(), 4U);
  EXPECT_LE(widths[0] + widths[1] + widths[2] + widths[3] + 6, 98U);
  EXPECT_GE(widths[0], 28U);
  for (const std::size_t width : shared_out(0, {1, 100})) EXPECT_GE(width, 8U);
}

}  // namespace
}  // namespace ingest::host
