// The table that a person reads when a run is over.
#include "run/run_summary.hpp"

#include <gmock/gmock.h>

#include "run_fixture.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Summary : public RunTest {
 protected:
  std::string table(std::function<void(Fetch&)> script) {
    return completeness_table(run(std::move(script)).run, "projects");
  }
  static v1::UnitReport report(const char* unit, v1::UnitOutcome outcome, const char* scan) {
    v1::UnitReport all;
    all.set_unit(unit);
    all.set_outcome(outcome);
    all.set_scan_id(scan);
    return all;
  }
  static v1::Listing listing(std::uint64_t received, std::uint64_t unique) {
    v1::Listing all;
    all.set_name("projects");
    all.set_claimed(unique);
    all.set_received(received);
    all.set_unique(unique);
    return all;
  }
};

TEST_F(Summary, OfARunWithEverythingInIt) {
  request_.choice.limit = 5;
  const std::string text = table([](Fetch& fetch) {
    v1::UnitReport whole = complete_report("whole", 1, 7);
    whole.set_scan_id("s1");
    fetch.begin("whole");
    fetch.page("whole", 0, "A whole\nF whole a 0\nF whole b 1\nF whole a 2\nX sast 3\nR 6 odd\n",
               7);
    fetch.end(whole);
    fetch.begin("empty");
    fetch.end(report("empty", v1::UNIT_OUTCOME_EMPTY, ""));
    fetch.begin("scanless");
    fetch.end(report("scanless", v1::UNIT_OUTCOME_EMPTY, "s2"));
    v1::UnitReport less = complete_report("less", 1, 1);
    less.set_scan_id("s3");
    less.set_rows_claimed(4);
    fetch.begin("less");
    fetch.page("less", 0, "A less\nF less c\n", 1);
    fetch.end(less);
    v1::UnitReport failed = report("failed", v1::UNIT_OUTCOME_FAILED, "s4");
    failed.set_name("a failed one");
    failed.set_reason("HTTP 403");
    failed.set_rows_claimed(9);
    fetch.begin("failed");
    fetch.end(failed);
    fetch.begin("beyond");
    fetch.listing(listing(7, 6));
  });
  EXPECT_EQ(text, R"(INCOMPLETE: something is missing; what was read is here

          claimed  received  unique  = read  + empty  + incomplete  + failed  + left out
projects        6         7       6       1        2             1         1           1
scans           -         4       -       1        1             1         1           -

          claimed  received  = findings  + filtered  + duplicates  + dead letters
rows           20         8           3           3             1               1

assets    2
findings  3 high
filtered  3 sast
warning: 1 of the projects were listed twice
warning: limited to 5 of 6 projects by --limit 5: this run is no picture of the whole source
problem: 1 of 8 rows could not be mapped; dead-letters.ndjson says why (tolerance: none)
problem: 1 of 5 projects do not add up; their accounts say why
problem: 1 of 5 projects could not be read; their accounts say why
  a failed one: could not be read: HTTP 403
  less: the source claims 4 rows, but sent 1
  whole: 1 of 7 rows could not be mapped
)");
}

TEST_F(Summary, WhatNobodyKnowsIsADash) {
  const std::string text = table([](Fetch& fetch) {
    v1::UnitReport silent = complete_report("p", 1, 1);
    silent.clear_rows_claimed();
    fetch.begin("p");
    fetch.page("p", 0, "A p\nF p a\n", 1);
    fetch.end(silent);
  });
  EXPECT_THAT(text, HasSubstr("complete\n"));
  EXPECT_THAT(text, HasSubstr("\nprojects        -         -       -       1 "));
  EXPECT_THAT(text, HasSubstr("\nrows            -         1           1 "));
  EXPECT_THAT(text, Not(HasSubstr("\nfiltered  ")));
}

// Also where they are within the tolerance.
TEST_F(Summary, NamesTheUnitsWithDeadLetters) {
  request_.tolerance = Tolerance::parse("50%").value();
  const std::string text = table([](Fetch& fetch) { fetch.unit("p", "A p\nF p a\nR 1 odd\n", 2); });
  EXPECT_THAT(text, HasSubstr("complete\n"));
  EXPECT_THAT(text, HasSubstr("  p: 1 of 2 rows could not be mapped\n"));
}

TEST_F(Summary, IsStoredInRunJson) {
  const CommittedRun done = run([](Fetch& fetch) {
    fetch.begin("a");
    fetch.end(report("a", v1::UNIT_OUTCOME_INCOMPLETE, "s"));
    fetch.unit("b", "A b\nF b k\n", 1);
  });
  const v1::Run stored = told(done);
  EXPECT_EQ(stored.units_incomplete(), 1U);
  EXPECT_EQ(stored.scans().received(), 1U);
  EXPECT_EQ(stored.scans().incomplete(), 1U);
  EXPECT_EQ(stored.rows().claimed(), 1U);
}

TEST_F(Summary, UnitsThatWereListedAndNeverBegunAreMissed) {
  const auto fetch = [](Fetch& f) {
    f.unit("a", "A a\n", 0);
    f.listing(listing(2, 2));
  };
  const CommittedRun done = run(fetch);
  EXPECT_EQ(done.run.exit_status(), 7);
  EXPECT_EQ(done.run.problems(0), "2 projects were listed, but 1 were begun");
  request_.choice.limit = 1;
  EXPECT_EQ(run([](Fetch& f) {
              f.unit("a", "A a\n", 0);
              f.unit("b", "A b\n", 0);
              f.listing(listing(2, 2));
            }).run.exit_status(),
            0);
}

}  // namespace
}  // namespace ingest::host
