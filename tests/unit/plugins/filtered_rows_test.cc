// Rows that are left out on purpose: all are counted, however many words a page has for them.
#include "checkmarx-one/filtered_rows.hpp"

#include <gtest/gtest.h>

#include "ingest/v1/source_page.pb.h"
#include "scripted_host.hpp"

namespace checkmarx::one {
namespace {

std::map<std::string, uint64_t> emitted(const FilteredRows& rows) {
  ingest::test::RecordingSink sink;
  rows.emit(sink.plain());
  std::map<std::string, uint64_t> all;
  for (const ingest::test::Record& record : sink.of(INGEST_RECORD_FILTERED)) {
    ingest::v1::FilteredRows one;
    EXPECT_TRUE(one.ParseFromString(record.payload));
    EXPECT_TRUE(all.emplace(one.reason(), one.count()).second) << "twice: " << one.reason();
  }
  return all;
}

TEST(FilteredRows, EachIsCountedUnderItsReason) {
  FilteredRows rows;
  EXPECT_TRUE(emitted(rows).empty());
  rows.add("dropped");
  rows.add_named_by_source("engine a", "engine other");
  rows.add("dropped");
  const std::map<std::string, uint64_t> expected = {{"dropped", 2}, {"engine a", 1}};
  EXPECT_EQ(emitted(rows), expected);
}

// What the source names is bounded, and takes no room from what the map says.
TEST(FilteredRows, TheSourceCanNotCrowdOutTheMap) {
  FilteredRows rows;
  for (int i = 0; i < 100; ++i)
    rows.add_named_by_source("engine " + std::to_string(i), "engine other");
  for (int i = 0; i < 50; ++i) rows.add("dropped by row " + std::to_string(i));
  rows.add_named_by_source("engine 5", "engine other");
  const auto all = emitted(rows);
  EXPECT_EQ(all.size(), 32U + 1U + 50U);
  EXPECT_EQ(all.at("engine other"), 68U);
  EXPECT_EQ(all.at("engine 5"), 2U);
  EXPECT_EQ(all.at("dropped by row 49"), 1U);
}

}  // namespace
}  // namespace checkmarx::one
