// Rows are known again, and however many there are, memory stays what it says.
#include "checkmarx-one/seen_rows.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace checkmarx::one {
namespace {

SeenRow on_page(std::uint32_t index) {
  SeenRow seen;
  seen.reading = 1;
  seen.index = index & 0xFFFFU;
  return seen;
}

TEST(SeenRows, KnowWhatAMapKnows) {
  std::mt19937_64 random(5);
  SeenRows rows;
  std::map<std::uint64_t, std::uint32_t> map;
  for (std::uint32_t i = 0; i < 30'000; ++i) {
    const std::uint64_t key = random() % 20'000;  // small ones too: they need not be hashes
    const auto [row, is_new] = rows.emplace(key, on_page(i));
    ASSERT_EQ(is_new, map.emplace(key, i & 0xFFFFU).second);
    ASSERT_EQ(row.index, map.at(key));
  }
  EXPECT_EQ(rows.size(), map.size());
  for (std::uint64_t key = 0; key < 21'000; ++key) {
    const SeenRow* row = rows.find(key);
    ASSERT_EQ(row != nullptr, map.contains(key)) << key;
  }
  rows.clear();
  EXPECT_EQ(rows.size(), 0U);
  EXPECT_EQ(rows.find(1), nullptr);
  EXPECT_EQ(rows.bytes(), 0U);
}

TEST(SeenRows, ChangesStay) {
  SeenRows rows;
  rows.emplace(7, on_page(1));
  SeenRow& row = rows.emplace(7, on_page(2)).first;
  EXPECT_EQ(row.index, 1U);
  row.reading = 2;
  row.before = 1;
  for (std::uint64_t key = 100; key < 5000; ++key) rows.emplace(key, on_page(3));
  ASSERT_NE(rows.find(7), nullptr);
  EXPECT_EQ(rows.find(7)->reading, 2U);
  EXPECT_EQ(rows.find(7)->before, 1U);
}

TEST(SeenRows, Take16BytesARow) {
  std::mt19937_64 random(6);
  SeenRows rows;
  for (std::uint32_t i = 0; i < 300'000; ++i) {
    rows.emplace(random(), on_page(i));
    if (i > 4000 && i % 500 == 0) {
      ASSERT_LE(rows.bytes(), 17 * rows.size()) << i;
    }
  }
  EXPECT_LE(rows.bytes(), 16 * rows.size());
}

}  // namespace
}  // namespace checkmarx::one
