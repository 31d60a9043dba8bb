// Rows that can't be mapped: where they go, what they hold, and when they make a run incomplete.
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <sstream>

#include "diagnostics/redactor.hpp"
#include "run/dead_letters.hpp"
#include "run_fixture.hpp"

namespace ingest::host {
namespace {

class DeadLetter : public RunTest {
 protected:
  // Ten rows, of which three are rejected.
  static void script(Fetch& fetch) {
    fetch.unit("a", "A a\nF a 1\nF a 2\nF a 3\nR 3 odd\n", 4);
    fetch.unit("b", "A b\nF b 1\nF b 2\nF b 3\nF b 4\nR 4 odd\nR 5 odd\n", 6);
  }
  CommittedRun run_tolerating(const char* tolerance) {
    request_.tolerance = Tolerance::parse(tolerance).value();
    return run(script);
  }
  static std::vector<v1::DeadLetter> letters(const CommittedRun& run) {
    std::vector<v1::DeadLetter> all;
    std::istringstream lines(content_of(run.folder / "dead-letters.ndjson"));
    for (std::string line; std::getline(lines, line);)
      EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(line, &all.emplace_back()).ok());
    return all;
  }
};

TEST_F(DeadLetter, WithinTheToleranceTheRunIsASuccessThatWarns) {
  for (const char* tolerance : {"3", "30%", "100%"}) {
    const CommittedRun done = run_tolerating(tolerance);
    EXPECT_EQ(done.run.exit_status(), 0) << tolerance;
    EXPECT_EQ(done.run.status(), v1::RUN_STATUS_COMPLETE);
    EXPECT_EQ(done.run.problems_size(), 0);
    ASSERT_EQ(done.run.warnings_size(), 1);
    EXPECT_EQ(done.run.warnings(0),
              "3 of 10 rows could not be mapped; dead-letters.ndjson says "
              "why (tolerance: " +
                  std::string(tolerance) + ")");
    for (const v1::UnitAccount& unit : done.run.accounts()) EXPECT_EQ(unit.problems_size(), 0);
    EXPECT_EQ(letters(done).size(), 3U);
  }
}

TEST_F(DeadLetter, BeyondTheToleranceTheRunIsIncompleteAndEverythingGoodIsThere) {
  for (const char* tolerance : {"none", "0", "2", "29.999%"}) {
    const CommittedRun done = run_tolerating(tolerance);
    EXPECT_EQ(done.run.exit_status(), 7) << tolerance;
    ASSERT_EQ(done.run.problems_size(), 1);
    EXPECT_NE(done.run.problems(0).find("3 of 10 rows could not be mapped"), std::string::npos);
    EXPECT_EQ(done.run.accounts(1).problems(0), "2 of 6 rows could not be mapped");
    EXPECT_EQ(findings(done).size(), 7U);
    EXPECT_EQ(letters(done).size(), 3U);
    EXPECT_TRUE(std::filesystem::is_symlink(connection_folder() / "latest"));
  }
}

TEST_F(DeadLetter, AreNoExcuseForWhatDoesNotAddUp) {
  request_.tolerance = Tolerance::parse("100%").value();
  const CommittedRun lost = run([](Fetch& f) { f.unit("p", "A p\nR 0 odd\n", 2); });
  EXPECT_EQ(lost.run.exit_status(), 7);
  const CommittedRun asset = run([](Fetch& f) { f.unit("p", "E broken\n", 0); });
  EXPECT_EQ(asset.run.exit_status(), 7);
  EXPECT_EQ(letters(asset).at(0).reason(), "the page: broken");
}

TEST_F(DeadLetter, OfAFailedPageTheReasonIsInTheAccount) {
  request_.tolerance = Tolerance::parse("5").value();
  const CommittedRun done = run([](Fetch& f) { f.unit("p", "E broken\n", 5); });
  EXPECT_EQ(done.run.exit_status(), 0);
  ASSERT_EQ(done.run.accounts(0).report().warnings_size(), 1);
  EXPECT_EQ(done.run.accounts(0).report().warnings(0), "page 0 could not be transformed: broken");
}

TEST_F(DeadLetter, HaveScanPageRowReasonAndRaw) {
  const CommittedRun done = run([](Fetch& f) {
    f.begin("p");
    f.page("p", 0, "A p\nR 7 odd\n", 1);
    f.page("p", 1, "E broken\n", 3);
    v1::UnitReport report = complete_report("p", 2, 4);
    report.set_scan_id("scan-1");
    f.end(report);
  });
  const auto all = letters(done);
  ASSERT_EQ(all.size(), 2U);
  for (const v1::DeadLetter& letter : all) {
    EXPECT_EQ(letter.unit(), "p");
    EXPECT_EQ(letter.scan_id(), "scan-1");
  }
  EXPECT_EQ(all[0].key(), "page 0");
  EXPECT_EQ(all[0].row(), 7U);
  EXPECT_EQ(all[0].reason(), "odd");
  EXPECT_EQ(all[0].raw(), "raw of R 7 odd");
  EXPECT_EQ(all[1].key(), "page 1");
  EXPECT_EQ(all[1].reason(), "all 3 rows of the page: broken");
  EXPECT_EQ(all[1].raw(), "E broken\n");
}

// Also one that the cut would go through.
TEST_F(DeadLetter, HoldNoSecret) {
  redactor().add("hush-hush-hush");
  ScriptedConnector connector([](Fetch& f) { f.unit("p", "A p\nR 0 hush-hush-hush\n", 1); });
  const CommittedRun done = run(connector);
  const std::string text = content_of(done.folder / "dead-letters.ndjson");
  EXPECT_EQ(text.find("hush-"), std::string::npos) << text;
  EXPECT_EQ(letters(done).at(0).reason(), "[redacted]");

  DeadLetters cut;
  v1::DeadLetter letter;
  letter.set_raw(std::string((64U << 10U) - 6, 'x') + "hush-hush-hush" + std::string(9000, 'y'));
  cut.add(letter);
  v1::DeadLetter back;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(cut.take(), &back).ok());
  EXPECT_EQ(back.raw().size(), 64U << 10U);
  EXPECT_TRUE(back.raw_truncated());
  EXPECT_EQ(back.raw().find("hush"), std::string::npos);
}

}  // namespace
}  // namespace ingest::host
