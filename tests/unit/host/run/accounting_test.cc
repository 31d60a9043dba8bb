// Every way in which the counts of a run can fail to add up, and what the connector may not do.
#include <gtest/gtest.h>

#include "run/run_summary.hpp"
#include "run_fixture.hpp"

namespace ingest::host {
namespace {

v1::UnitReport failed_report(const std::string& unit, v1::UnitFailure failure) {
  v1::UnitReport report;
  report.set_unit(unit);
  report.set_outcome(v1::UNIT_OUTCOME_FAILED);
  report.set_failure(failure);
  report.set_reason("HTTP 403");
  return report;
}

struct Case {
  const char* name;
  void (*fetch)(Fetch&);
  const char* says;  // in the unit's or the run's problems
};

class DoesNotAddUp : public RunTest, public ::testing::WithParamInterface<Case> {};

TEST_P(DoesNotAddUp, IsIncomplete) {
  const CommittedRun done = run([](Fetch& fetch) {
    fetch.unit("good", "A good\nF good k\n", 1);
    GetParam().fetch(fetch);
  });
  EXPECT_EQ(done.run.status(), v1::RUN_STATUS_INCOMPLETE);
  EXPECT_EQ(done.run.exit_status(), 7);
  EXPECT_FALSE(done.run.problems().empty());
  std::string told;
  for (const std::string& problem : done.run.problems()) told += problem + "\n";
  for (const v1::UnitAccount& unit : done.run.accounts())
    for (const std::string& problem : unit.problems())
      told += unit.report().unit() + ": " + problem + "\n";
  EXPECT_NE(told.find(GetParam().says), std::string::npos) << told;
  EXPECT_EQ(told.find("good:"), std::string::npos) << told;
  EXPECT_TRUE(std::filesystem::is_symlink(connection_folder() / "latest"));
}

void end_with(Fetch& fetch, void (*change)(v1::UnitReport&)) {
  fetch.begin("p");
  fetch.page("p", 0, "A p\nF p k\n", 1);
  v1::UnitReport report = complete_report("p", 1, 1);
  change(report);
  fetch.end(report, "p");
}

INSTANTIATE_TEST_SUITE_P(
    Ways, DoesNotAddUp,
    ::testing::Values(
        Case{"RowsOfAPageAreLost", [](Fetch& f) { f.unit("p", "A p\nF p k\n", 2); },
             "page 0 (place 0) has 2 rows, but transform accounted for 1"},
        Case{"RowsOfAPageAreInvented", [](Fetch& f) { f.unit("p", "A p\nF p a\nF p b\n", 1); },
             "1 row received, but 2 emitted"},
        Case{"TooManyAreFiltered",
             [](Fetch& f) { f.unit("p", "X sast 18446744073709551615\n", 1); },
             "has 1 row, but transform accounted for"},
        Case{"PagesAreLost",
             [](Fetch& f) { end_with(f, [](v1::UnitReport& r) { r.set_pages(2); }); },
             "reports 2 pages, but emitted 1"},
        Case{"RowsReceivedDiffer",
             [](Fetch& f) { end_with(f, [](v1::UnitReport& r) { r.set_rows_received(3); }); },
             "reports 3 rows, but its pages hold 1"},
        Case{"TheSourceClaimsMore",
             [](Fetch& f) { end_with(f, [](v1::UnitReport& r) { r.set_rows_claimed(2); }); },
             "the source claims 2 rows, but sent 1"},
        Case{"TheConnectorSaysSo",
             [](Fetch& f) {
               end_with(f, [](v1::UnitReport& r) {
                 r.set_outcome(v1::UNIT_OUTCOME_INCOMPLETE);
                 r.set_reason("page 2 answered nothing");
               });
             },
             "page 2 answered nothing"},
        Case{"NoOutcome",
             [](Fetch& f) {
               end_with(f, [](v1::UnitReport& r) { r.set_outcome(v1::UNIT_OUTCOME_UNSPECIFIED); });
             },
             "no outcome"},
        Case{"EmptyWithRows",
             [](Fetch& f) {
               end_with(f, [](v1::UnitReport& r) { r.set_outcome(v1::UNIT_OUTCOME_EMPTY); });
             },
             "as empty, but emitted 1 row"},
        Case{"AReportAboutAnotherUnit",
             [](Fetch& f) { end_with(f, [](v1::UnitReport& r) { r.set_unit("q"); }); },
             "about another unit: 'q'"},
        Case{"NeverEnded",
             [](Fetch& f) {
               f.begin("p");
               f.page("p", 0, "A p\nF p k\n", 1);
             },
             "began this unit and never ended it"},
        Case{"NeverEndedNorRead", [](Fetch& f) { f.begin("p"); }, "never ended it"},
        Case{"APlaceIsMissing",
             [](Fetch& f) {
               f.begin("p");
               f.page("p", 0, "", 0);
               f.page("p", 2, "", 0);
               f.end(complete_report("p", 2, 0));
             },
             "no page with place 1 came"},
        Case{"ARepeatOnAnotherPage",
             [](Fetch& f) {
               f.begin("p");
               f.page("p", 0, "A p\nF p a\nF p b\n", 2);
               f.page("p", 1, "F p b\nF p c\n", 2);
               f.end(complete_report("p", 2, 4));
             },
             "1 row repeats on another page (first at places 0 and 1)"},
        Case{"ARejectedRow", [](Fetch& f) { f.unit("p", "A p\nF p k\nR 1 bad\n", 2); },
             "p: 1 of 2 rows could not be mapped"},
        Case{"AFailedTransform", [](Fetch& f) { f.unit("p", "A p\nF p k\nE broken\n", 5); },
             "p: 5 of 5 rows could not be mapped"},
        Case{"AnAssetThatCanNotBeMapped", [](Fetch& f) { f.unit("p", "E broken\n", 0); },
             "p: page 0 could not be transformed: broken"},
        Case{"AFindingWithoutItsAsset", [](Fetch& f) { f.unit("p", "F p k\n", 1); },
             "refer to an asset that is not in this run"},
        Case{"AListingIsShort",
             [](Fetch& f) {
               v1::Listing listing;
               listing.set_name("projects");
               listing.set_claimed(9);
               listing.set_received(9);
               listing.set_unique(8);
               listing.set_note("one moved");
               f.listing(listing);
             },
             "the source claims 9 projects, 8 were listed: one moved"},
        Case{"AListingThatSaysSo",
             [](Fetch& f) {
               v1::Listing listing;
               listing.set_name("projects");
               listing.set_received(1);
               listing.set_unique(1);
               listing.set_incomplete(true);
               listing.set_note("it broke off");
               f.listing(listing);
             },
             "the list of projects is incomplete: it broke off"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST_F(RunTest, WhatWentAwayFromAListMeanwhileIsAWarning) {
  const CommittedRun done = run([](Fetch& fetch) {
    fetch.unit("p", "A p\n", 0);
    v1::Listing listing;
    listing.set_name("projects");
    listing.set_claimed(1);
    listing.set_received(3);
    listing.set_unique(2);
    listing.set_gone(1);
    fetch.listing(listing);
  });
  EXPECT_EQ(done.run.status(), v1::RUN_STATUS_COMPLETE);
  ASSERT_EQ(done.run.warnings_size(), 1);
  EXPECT_EQ(done.run.warnings(0), "1 of the projects went away while the list was read");
}

TEST_F(RunTest, ARepeatOnTheSamePageIsCountedOnly) {
  const CommittedRun done =
      run([](Fetch& fetch) { fetch.unit("p", "A p\nF p a 0\nF p b 1\nF p a 2\n", 3); });
  EXPECT_EQ(done.run.status(), v1::RUN_STATUS_COMPLETE);
  EXPECT_EQ(done.run.rows().duplicate(), 1U);
  EXPECT_EQ(done.run.by_severity(0).count(), 2U);
  const auto all = findings(done);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].source_ref().row(), 0U);
}

// The page that comes first in the unit keeps its copy, though it came last.
TEST_F(RunTest, OfARepeatTheLowestPlaceStays) {
  const CommittedRun done = run([](Fetch& fetch) {
    fetch.begin("p");
    fetch.page("p", 2, "F p a\n", 1);
    fetch.page("p", 1, "F p b\n", 1);
    fetch.page("p", 0, "A p\nF p c 4\nF p a 3\n", 2);
    fetch.end(complete_report("p", 3, 4));
  });
  const auto all = findings(done);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].identity_key(), "a");
  EXPECT_EQ(all[0].source_ref().place(), 0U);
  EXPECT_EQ(all[0].source_ref().row(), 3U);
  EXPECT_EQ(all[1].identity_key(), "c");
  EXPECT_EQ(done.run.rows().duplicate(), 1U);
  EXPECT_EQ(done.run.rows().emitted(), 3U);
}

TEST_F(RunTest, AFailedTransformStandsInOneLineForAllRows) {
  const CommittedRun done = run([](Fetch& fetch) { fetch.unit("p", "A p\nF p k\nE broken\n", 5); });
  EXPECT_EQ(done.run.rows().dead_lettered(), 5U);
  EXPECT_EQ(done.run.rows().emitted(), 0U);
  const std::string text = content_of(done.folder / "dead-letters.ndjson");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  EXPECT_NE(text.find("all 5 rows of the page: broken"), std::string::npos) << text;
}

TEST_F(RunTest, AFailedUnitMakesTheRunPartial) {
  const auto script = [](Fetch& fetch) {
    fetch.unit("good", "A good\nF good k\n", 1);
    fetch.begin("bad");
    fetch.end(failed_report("bad", v1::UNIT_FAILURE_FORBIDDEN));
  };
  const CommittedRun partial = run(script);
  EXPECT_EQ(partial.run.status(), v1::RUN_STATUS_PARTIAL);
  EXPECT_EQ(partial.run.exit_status(), 6);
  EXPECT_EQ(partial.run.units_failed(), 1U);
  EXPECT_NE(completeness_table(partial.run, "projects").find("bad: could not be read: HTTP 403"),
            std::string::npos);
  const CommittedRun both = run([&](Fetch& fetch) {
    script(fetch);
    fetch.unit("p", "", 1);
  });
  EXPECT_EQ(both.run.exit_status(), 7);
  EXPECT_EQ(both.run.problems_size(), 2);
}

TEST_F(RunTest, WhenEveryUnitFailsNothingIsCommitted) {
  run([](Fetch& fetch) { fetch.unit("p", "A p\n", 0); });
  const Failure forbidden = run_fails([](Fetch& fetch) {
    for (const char* unit : {"a", "b"}) {
      fetch.begin(unit);
      fetch.end(failed_report(unit, v1::UNIT_FAILURE_FORBIDDEN));
    }
  });
  EXPECT_EQ(forbidden.status(), ExitStatus::kCredentials);
  const Failure down = run_fails([](Fetch& fetch) {
    fetch.begin("a");
    fetch.end(failed_report("a", v1::UNIT_FAILURE_UNAVAILABLE));
  });
  EXPECT_EQ(down.status(), ExitStatus::kNetwork);
  EXPECT_NE(std::string(down.what()).find("HTTP 403"), std::string::npos);
}

TEST_F(RunTest, TheTableNamesTwentyUnitsAtMost) {
  const CommittedRun done = run([](Fetch& fetch) {
    for (int i = 0; i < 25; ++i) fetch.unit("p" + std::to_string(100 + i), "", 1);
  });
  const std::string table = completeness_table(done.run, "projects");
  EXPECT_NE(table.find("  p119:"), std::string::npos) << table;
  EXPECT_EQ(table.find("  p120:"), std::string::npos) << table;
  EXPECT_NE(table.find("and 5 more: see run.json"), std::string::npos) << table;
}

class BreaksTheContract : public RunTest, public ::testing::WithParamInterface<Case> {};

TEST_P(BreaksTheContract, IsTheConnectorsFault) {
  run([](Fetch& fetch) { fetch.unit("p", "A p\n", 0); });
  request_.choice.limit = 3;
  const Failure failure = run_fails(GetParam().fetch);
  EXPECT_EQ(failure.status(), ExitStatus::kConnector);
  EXPECT_NE(std::string(failure.what()).find(GetParam().says), std::string::npos) << failure.what();
}

INSTANTIATE_TEST_SUITE_P(
    Ways, BreaksTheContract,
    ::testing::Values(Case{"APageOfNoUnit", [](Fetch& f) { f.page("p", 0, "", 0); }, "not begun"},
                      Case{"APageAfterTheEnd",
                           [](Fetch& f) {
                             f.unit("p", "", 0);
                             f.page("p", 1, "", 0);
                           },
                           "ended"},
                      Case{"BeginningTwice",
                           [](Fetch& f) {
                             f.begin("p");
                             f.begin("p");
                           },
                           "began the same unit twice"},
                      Case{"BeginningAgain",
                           [](Fetch& f) {
                             f.unit("p", "", 0);
                             f.begin("p");
                           },
                           "began the same unit twice"},
                      Case{"EndingTwice",
                           [](Fetch& f) {
                             f.unit("p", "", 0);
                             f.end(complete_report("p", 1, 0));
                           },
                           "the connector ended"},
                      Case{"EndingWhatWasSkipped",
                           [](Fetch& f) {
                             for (const char* unit : {"a", "b", "c", "d"}) f.begin(unit);
                             f.end(complete_report("d", 0, 0));
                           },
                           "told to skip"},
                      Case{"APlaceTwice",
                           [](Fetch& f) {
                             f.begin("p");
                             f.page("p", 0, "", 0);
                             f.page("p", 0, "", 0);
                             f.end(complete_report("p", 2, 0));
                           },
                           "two pages of unit p with place 0"},
                      Case{"AUnitThatIsNoText", [](Fetch& f) { f.begin("\xFF"); }, "not UTF-8"},
                      Case{"AListingOfAnotherType",
                           [](Fetch& f) { f.emit(INGEST_RECORD_LISTING, "ingest.v1.Asset", ""); },
                           "listing of type 'ingest.v1.Asset'"},
                      Case{"AMalformedListing",
                           [](Fetch& f) {
                             f.emit(INGEST_RECORD_LISTING, "ingest.v1.Listing", "\xFF");
                           },
                           "malformed ingest.v1.Listing"},
                      Case{"AFindingWhileReading",
                           [](Fetch& f) { f.emit(INGEST_RECORD_FINDING, "ingest.v1.Finding", ""); },
                           "kind 3 while reading"}),
    [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace ingest::host
