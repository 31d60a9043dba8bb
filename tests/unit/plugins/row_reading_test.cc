// Windows and verdicts of RowReading against a source with every disputed behaviour as a switch.
#include "checkmarx-one/row_reading.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

namespace checkmarx::one {
namespace {

using namespace ingest::v1;

class Source {
 public:
  explicit Source(uint64_t count) {
    for (uint64_t i = 0; i < count; ++i) rows.push_back(1000 + i);
  }

  std::vector<uint64_t> rows;
  enum class Counts { kPages, kRows, kNothing } counts = Counts::kPages;
  uint64_t cap = 1'000'000;
  bool cap_moves_pages = true;           // pages count the capped size; else as asked for
  std::optional<int64_t> lies = 0;       // about the total; empty: none is stated
  std::function<void(uint64_t)> before;  // request number, from 1: the source changes
  bool newest_first = false;
  bool disputed = true;
  uint64_t page_size = 50;
  uint64_t largest_page = 100;
  uint64_t most = 4;

  UnitReport read() {
    RowReading::Shape shape;
    shape.page_size = page_size;
    shape.largest_page = largest_page;
    shape.offset_disputed = disputed;
    RowReading reading(shape);
    std::vector<std::pair<RowReading::Window, RowReading::Page>> under_way;
    for (;;) {
      while (const auto window = reading.next(most)) {
        ++requests;
        largest_asked = std::max(largest_asked, window->limit);
        if (before) before(requests);
        under_way.emplace_back(*window, answer(*window));
      }
      most_under_way = std::max<uint64_t>(most_under_way, under_way.size());
      if (under_way.empty()) break;
      const auto at = newest_first ? under_way.end() - 1 : under_way.begin();
      const auto [window, page] = *at;
      under_way.erase(at);
      const RowReading::Kept result = reading.take(window, page);
      EXPECT_EQ(result.rows.empty() ? 0U : page.keys.size(), result.rows.size());
      for (size_t i = 0; i < result.rows.size(); ++i) {
        if (result.rows[i]) kept.push_back(page.keys[i]);
      }
      if (result.place) places.push_back(*result.place);
      if (!result.place) {
        EXPECT_EQ(result.count, 0U);
      }
    }
    EXPECT_TRUE(reading.over());
    UnitReport report;
    report.set_outcome(UNIT_OUTCOME_COMPLETE);
    reading.conclude(report);
    EXPECT_EQ(report.rows_received(), kept.size());
    std::sort(places.begin(), places.end());
    for (uint64_t i = 0; i < places.size(); ++i) EXPECT_EQ(places[i], i + 1) << "no gaps";
    return report;
  }

  std::vector<uint64_t> kept;
  std::vector<uint64_t> places;
  uint64_t requests = 0;
  uint64_t largest_asked = 0;
  uint64_t most_under_way = 0;

 private:
  RowReading::Page answer(const RowReading::Window& window) const {
    const uint64_t size = std::min(window.limit, cap);
    uint64_t first = window.offset * (cap_moves_pages ? size : window.limit);
    if (counts == Counts::kRows) first = window.offset;
    if (counts == Counts::kNothing) first = 0;
    RowReading::Page page;
    for (uint64_t i = first; i < std::min<uint64_t>(rows.size(), first + size); ++i)
      page.keys.push_back(rows[i]);
    if (lies) page.total = static_cast<uint64_t>(static_cast<int64_t>(rows.size()) + *lies);
    return page;
  }
};

std::vector<uint64_t> sorted(std::vector<uint64_t> rows) {
  std::sort(rows.begin(), rows.end());
  return rows;
}

void expect_all(Source& source, const char* what) {
  const UnitReport report = source.read();
  EXPECT_EQ(sorted(source.kept), sorted(source.rows)) << what;
  EXPECT_EQ(report.outcome(), UNIT_OUTCOME_COMPLETE) << what << ": " << report.reason();
  if (source.lies) {
    EXPECT_EQ(report.rows_claimed(), source.rows.size()) << what;
  }
}

TEST(RowReading, GivesEveryRowOnceInAsFewWindowsAsCanBe) {
  for (const uint64_t count : {0U, 1U, 49U, 50U, 51U, 100U, 101U, 1234U}) {
    for (const bool newest_first : {false, true}) {
      Source source(count);
      source.newest_first = newest_first;
      expect_all(source, "plain");
      EXPECT_EQ(source.requests, std::max<uint64_t>(1, (count + 49) / 50)) << count;
      EXPECT_LE(source.most_under_way, 4U);
    }
  }
}

TEST(RowReading, ReadsWhateverAnOffsetCountsAndAPageIsCappedTo) {
  for (const auto counts : {Source::Counts::kPages, Source::Counts::kRows}) {
    for (const uint64_t cap : {1U, 7U, 49U, 1000U}) {
      for (const bool moves : {true, false}) {
        for (const uint64_t count : {0U, 1U, 2U, 51U, 333U}) {
          Source source(count);
          source.counts = counts;
          source.cap = cap;
          source.cap_moves_pages = moves;
          expect_all(source, "counts and caps");
        }
      }
    }
  }
}

TEST(RowReading, WithoutATotalAnEmptyPageIsTheEnd) {
  for (const auto counts : {Source::Counts::kPages, Source::Counts::kRows}) {
    for (const uint64_t count : {0U, 1U, 50U, 333U}) {
      Source source(count);
      source.counts = counts;
      source.lies = std::nullopt;
      const UnitReport report = source.read();
      EXPECT_EQ(source.kept, source.rows);
      EXPECT_EQ(report.outcome(), UNIT_OUTCOME_COMPLETE) << report.reason();
      EXPECT_FALSE(report.has_rows_claimed());
      ASSERT_EQ(report.warnings_size(), 1);
    }
  }
}

TEST(RowReading, AsksForTheLargestPageWhereTheOffsetIsIgnored) {
  Source source(90);
  source.counts = Source::Counts::kNothing;
  expect_all(source, "one large page has them all");
  EXPECT_EQ(source.places, (std::vector<uint64_t>{1, 2}));

  Source more(300);
  more.counts = Source::Counts::kNothing;
  const UnitReport report = more.read();
  EXPECT_EQ(report.outcome(), UNIT_OUTCOME_INCOMPLETE);
  EXPECT_EQ(more.kept.size(), 100U);
  EXPECT_NE(report.reason().find("claims 300 rows, 100 distinct ones came"), std::string::npos);
  EXPECT_NE(report.reason().find("whatever the offset, and 100 when asked for 100 at once"),
            std::string::npos)
      << report.reason();
  EXPECT_LE(more.requests, 4U);

  Source undisputed(300);
  undisputed.counts = Source::Counts::kNothing;
  undisputed.disputed = false;
  undisputed.page_size = undisputed.largest_page = 100;
  const UnitReport other = undisputed.read();
  EXPECT_EQ(other.outcome(), UNIT_OUTCOME_INCOMPLETE);
  EXPECT_EQ(undisputed.kept.size(), 100U);
  EXPECT_NE(other.reason().find("whatever the offset"), std::string::npos) << other.reason();
}

TEST(RowReading, ReadsAgainWhereRowsMoved) {
  for (const bool newest_first : {false, true}) {
    Source source(260);
    source.newest_first = newest_first;
    // A row of the last page comes to the front: one row crosses each border between pages.
    source.before = [&](uint64_t request) {
      if (request == 3) std::rotate(source.rows.begin(), source.rows.end() - 1, source.rows.end());
    };
    const UnitReport report = source.read();
    EXPECT_EQ(sorted(source.kept), sorted(source.rows));
    EXPECT_EQ(report.outcome(), UNIT_OUTCOME_COMPLETE) << report.reason();
    ASSERT_EQ(report.warnings_size(), 1);
    EXPECT_NE(report.warnings(0).find("came on two pages"), std::string::npos);
    EXPECT_EQ(source.largest_asked, 100U) << "with fewer borders";
  }
}

TEST(RowReading, RowsThatMoveAllTheTimeAreIncomplete) {
  Source source(260);
  source.before = [&](uint64_t) {
    std::rotate(source.rows.begin(), source.rows.end() - 60, source.rows.end());
  };
  const UnitReport report = source.read();
  EXPECT_LT(source.requests, 40U);
  EXPECT_EQ(std::set<uint64_t>(source.kept.begin(), source.kept.end()).size(), source.kept.size());
  if (source.kept.size() < 260) {
    EXPECT_EQ(report.outcome(), UNIT_OUTCOME_INCOMPLETE);
    EXPECT_NE(report.reason().find("in 2 readings"), std::string::npos) << report.reason();
  }
}

TEST(RowReading, ATotalThatGrowsIsReadToItsNewEnd) {
  Source source(150);
  source.before = [&](uint64_t request) {
    if (request == 3) source.rows.insert(source.rows.end(), {1, 2, 3});
  };
  const UnitReport report = source.read();
  EXPECT_EQ(source.kept, source.rows);
  EXPECT_EQ(report.outcome(), UNIT_OUTCOME_COMPLETE) << report.reason();
  EXPECT_EQ(report.rows_claimed(), 153U);
  EXPECT_EQ(report.warnings_size(), 1);

  Source front(150);
  front.before = [&](uint64_t request) {
    if (request == 3) front.rows.insert(front.rows.begin(), {1, 2, 3});
  };
  EXPECT_EQ(front.read().outcome(), UNIT_OUTCOME_COMPLETE);
  EXPECT_EQ(sorted(front.kept), sorted(front.rows)) << "new ones before what was read";
}

TEST(RowReading, ATotalThatShrinksIsReadAgainAndWhatIsGoneIsSaid) {
  Source source(150);
  source.before = [&](uint64_t request) {
    if (request == 3) source.rows.erase(source.rows.begin(), source.rows.begin() + 2);
  };
  const UnitReport report = source.read();
  EXPECT_EQ(report.outcome(), UNIT_OUTCOME_INCOMPLETE);
  EXPECT_EQ(report.rows_claimed(), 148U);
  EXPECT_EQ(source.kept.size(), 150U) << "the two that slipped through were found";
  EXPECT_NE(report.reason().find("2 of them were gone"), std::string::npos) << report.reason();
  EXPECT_NE(report.reason().find("claimed 150 at first"), std::string::npos) << report.reason();

  // A total that was wrong for a moment costs a reading, no more.
  Source moment(150);
  moment.before = [&](uint64_t request) { moment.lies = request == 2 ? -1 : 0; };
  expect_all(moment, "a moment");
}

TEST(RowReading, WhatNeverAddsUpIsIncompleteWithNumbers) {
  for (const uint64_t count : {0U, 10U, 50U, 260U}) {
    Source source(count);
    source.lies = 4;
    const UnitReport report = source.read();
    EXPECT_EQ(report.outcome(), UNIT_OUTCOME_INCOMPLETE) << count;
    EXPECT_EQ(report.rows_claimed(), count + 4);
    EXPECT_EQ(source.kept, source.rows);
    EXPECT_LE(source.requests, 20U);
  }
  Source less(260);
  less.lies = -250;
  EXPECT_EQ(less.read().outcome(), UNIT_OUTCOME_INCOMPLETE);
  EXPECT_EQ(less.kept, less.rows) << "an empty page is the end, not a total that is too low";
}

TEST(RowReading, ACapThatChangesCostsAReading) {
  Source source(300);
  source.cap = 50;
  source.page_size = 100;
  source.cap_moves_pages = false;
  source.before = [&](uint64_t request) {
    if (request == 3) source.cap = 30;
  };
  expect_all(source, "asked for in pages of the smaller size");
}

TEST(RowReading, TheSameRowTwiceOnAPageIsTheHostsBusiness) {
  Source source(0);
  source.rows = {1, 2, 1, 3};
  expect_all(source, "both are kept");
  EXPECT_EQ(source.requests, 1U);
}

TEST(RowReading, AFailureOfALaterReadingKeepsWhatIsThere) {
  RowReading reading({});
  const auto window = *reading.next(1);
  reading.take(window, {{1, 2}, 3, std::nullopt});
  const auto beyond = reading.next(1);
  ASSERT_TRUE(beyond.has_value()) << "a row is missing";
  reading.take(*beyond, {{}, 3, std::nullopt});
  EXPECT_TRUE(reading.repeats_itself());
  EXPECT_TRUE(reading.next(1).has_value());
  reading.give_up("HTTP 503");
  EXPECT_TRUE(reading.over());
  EXPECT_FALSE(reading.next(1).has_value());
  UnitReport report;
  report.set_outcome(UNIT_OUTCOME_COMPLETE);
  reading.conclude(report);
  EXPECT_EQ(report.outcome(), UNIT_OUTCOME_INCOMPLETE);
  EXPECT_NE(report.reason().find("HTTP 503"), std::string::npos) << report.reason();
}

TEST(RowReading, AShortPageIsNoEnd) {
  for (const bool states_total : {true, false}) {
    RowReading::Shape shape;
    shape.page_size = shape.largest_page = 50;
    RowReading reading(shape);
    uint64_t next = 0;
    uint64_t kept = 0;
    for (const uint64_t size : {50U, 30U, 50U, 0U}) {
      const auto window = reading.next(1);
      if (!window) break;
      RowReading::Page page;
      for (uint64_t i = 0; i < size; ++i) page.keys.push_back(++next);
      if (states_total) page.total = 130;
      kept += reading.take(*window, page).count;
    }
    EXPECT_EQ(kept, 130U);
    EXPECT_TRUE(reading.over());
    EXPECT_FALSE(reading.repeats_itself());
  }
}

// Whatever a source does: an end, no row twice, and COMPLETE only with all that it holds.
TEST(RowReading, NeverCallsCompleteWhatIsNot) {
  uint64_t dice = 7;
  const auto roll = [&dice](uint64_t sides) {
    dice = dice * 6364136223846793005ULL + 1442695040888963407ULL;
    return (dice >> 33U) % sides;
  };
  uint64_t complete = 0;
  for (int round = 0; round < 3000; ++round) {
    Source source(roll(400));
    source.counts = static_cast<Source::Counts>(roll(3));
    if (roll(2) == 0) source.cap = 1 + roll(80);
    source.cap_moves_pages = roll(2) == 0;
    source.newest_first = roll(2) == 0;
    if (roll(4) == 0) source.lies = static_cast<int64_t>(roll(5));
    const uint64_t changes = roll(3) == 0 ? 1 + roll(6) : 0;
    uint64_t next = 1000;
    source.before = [&](uint64_t request) {
      if (request > changes || source.rows.size() < 3) return;
      const auto at = source.rows.begin() + static_cast<std::ptrdiff_t>(roll(source.rows.size()));
      if (roll(3) == 0) {
        source.rows.erase(at);
      } else if (roll(2) == 0) {
        source.rows.insert(at, ++next * 1000);
      } else {
        std::rotate(source.rows.begin(), at, source.rows.end());
      }
    };
    const UnitReport report = source.read();
    EXPECT_EQ(std::set<uint64_t>(source.kept.begin(), source.kept.end()).size(),
              source.kept.size());
    EXPECT_LT(source.requests, 2000U);
    if (report.outcome() != UNIT_OUTCOME_COMPLETE) continue;
    ++complete;
    EXPECT_EQ(report.rows_claimed(), source.kept.size());
    if (changes == 0) {
      EXPECT_EQ(sorted(source.kept), sorted(source.rows)) << round;
    }
  }
  EXPECT_GT(complete, 1000U);
}

}  // namespace
}  // namespace checkmarx::one
