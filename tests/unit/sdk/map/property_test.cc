// Random maps over random rows: whatever comes, a map is accepted or refused with an Error, a
// record is mapped or has a reason, what is mapped is valid, and the same comes out twice.
#include <gtest/gtest.h>

#include "ingest/sdk/map/trace.hpp"
#include "ingest/sdk/messages.hpp"
#include "map_fixture.hpp"
#include "random_maps.hpp"

namespace maptest {
namespace {

// A trace ends where the record does, and fits itself.
void check(const ingest::sdk::map::Trace& trace, const Outcome& outcome, const std::string& text) {
  using Result = ingest::sdk::map::RowTrace::Result;
  for (const auto& row : trace.rows) {
    const bool last = &row == &trace.rows.back();
    EXPECT_EQ(row.result == Result::kRefused,
              last && !outcome.ok && outcome.row == row.row &&
                  outcome.reason.find("a required field") == std::string::npos)
        << text;
    EXPECT_EQ(row.result == Result::kNotApplied, !row.applied) << text;
    EXPECT_TRUE(row.applied || row.steps.empty()) << text;
    if (row.result == Result::kSet || row.result == Result::kEmpty) {
      EXPECT_EQ(row.reason, "") << text;
    }
    EXPECT_EQ(row.result == Result::kEmpty && !row.value.empty(), false) << text;
    for (const auto& step : row.steps) {
      EXPECT_LE(step.after.size(), 4 * ingest::sdk::map::kTraceText);
    }
  }
}

TEST(Property, RandomMapsAndRowsNeverCrash) {
  int accepted = 0;
  int mapped = 0;
  int refused = 0;
  for (unsigned seed = 1; seed <= 4000; ++seed) {
    Random random(seed);
    const std::string json = random_map(random);
    SCOPED_TRACE("seed " + std::to_string(seed) + " " + json);
    std::optional<TransformMap> map;
    try {
      map = TransformMap::parse(json);
    } catch (const ingest::sdk::Error& e) {
      EXPECT_EQ(e.code(), INGEST_E_CONFIG);
      EXPECT_GT(std::string(e.what()).size(), 10u);
      continue;
    }
    ++accepted;
    for (int i = 0; i < 5; ++i) {
      const std::string text = random_row_text(random);
      const boost::json::object row = object(text);
      ingest::v1::Finding once;
      ingest::v1::Finding twice;
      const Outcome first = map->map_finding(row, row, once);
      const Outcome second = map->map_finding(row, row, twice);
      EXPECT_EQ(first.ok, second.ok);
      EXPECT_EQ(first.reason, second.reason);
      EXPECT_EQ(first.ok, first.reason.empty()) << text;
      ingest::v1::Asset asset;
      const Outcome of_asset = map->map_asset(row, asset);
      ingest::v1::Finding traced;
      ingest::v1::Asset traced_asset;
      ingest::sdk::map::Trace trace;
      EXPECT_EQ(map->trace_asset(row, traced_asset, trace).reason, of_asset.reason) << text;
      EXPECT_EQ(ingest::sdk::serialize(traced_asset), ingest::sdk::serialize(asset)) << text;
      EXPECT_EQ(map->trace_finding(row, row, traced, trace).reason, first.reason) << text;
      EXPECT_EQ(traced.SerializePartialAsString(), once.SerializePartialAsString()) << text;
      check(trace, first, text);
      if (!first.ok) {
        ++refused;
        continue;
      }
      ++mapped;
      const std::string bytes = ingest::sdk::serialize(once);
      EXPECT_EQ(bytes, ingest::sdk::serialize(twice));
      EXPECT_TRUE(once.ParseFromString(bytes)) << text;
    }
  }
  // Both ways are taken often enough to mean something.
  EXPECT_GT(accepted, 500);
  EXPECT_GT(mapped, 500);
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace maptest
