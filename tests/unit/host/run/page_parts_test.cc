// The output of a large page goes into its segment in parts: the same bytes as in one piece,
// whatever order its rows come in, and nothing of it when transform fails.
#include <gtest/gtest.h>

#include <algorithm>

#include "run/page_mapper.hpp"
#include "run_fixture.hpp"

namespace ingest::host {
namespace {

constexpr std::uint64_t kRows = 3000;  // some parts, at 600 bytes a finding

std::string finding_of(std::uint64_t row) {
  v1::Finding finding = sample_finding("a", "k" + std::to_string(row));
  finding.mutable_source_ref()->set_row(row);
  finding.set_description(std::string(400, 'x'));
  return finding.SerializeAsString();
}

struct Written {
  std::vector<PageChunk> parts;
  PageResult result;
  bool again = false;

  std::string delimited() const {
    std::string all;
    for (const PageChunk& part : parts) all += part.findings.delimited;
    return all + result.chunk.findings.delimited;
  }
};

Written written(const std::vector<std::uint64_t>& rows, bool in_parts) {
  PageMapper mapper("acme", "scripted", OutputFormat::kBinpb);
  Written all;
  PageMapper::WritePart write;
  if (in_parts)
    write = [&all](const PageChunk& part) {
      all.parts.push_back(part);
      ChunkIndex entry;
      entry.place = part.place;
      entry.part = part.part;
      entry.findings = part.findings.ids.size();
      return entry;
    };
  mapper.begin({"unit", "results page 3", 2, rows.size()}, write);
  for (const std::uint64_t row : rows)
    mapper.take(INGEST_RECORD_FINDING, "ingest.v1.Finding", finding_of(row));
  all.again = mapper.wants_it_again();
  all.result = mapper.finish();
  return all;
}

std::vector<std::uint64_t> ascending() {
  std::vector<std::uint64_t> rows;
  for (std::uint64_t row = 0; row < kRows; ++row) rows.push_back(row);
  return rows;
}

TEST(PageParts, TogetherAreWhatThePageIsInOnePiece) {
  std::vector<std::uint64_t> rows = ascending();
  std::swap(rows[4], rows[5]);  // of one part
  rows[9] = rows[8];
  const Written whole = written(rows, false);
  const Written parts = written(rows, true);
  EXPECT_TRUE(whole.result.parts.empty());
  ASSERT_GT(parts.parts.size(), 4U);
  EXPECT_FALSE(parts.again);
  EXPECT_TRUE(parts.delimited() == whole.delimited());
  EXPECT_EQ(parts.result.findings, kRows);
  EXPECT_EQ(whole.result.findings, kRows);
  EXPECT_TRUE(parts.result.problems.empty());
  ASSERT_EQ(parts.result.parts.size(), parts.parts.size());
  std::uint64_t sum = parts.result.chunk.findings.ids.size();
  for (std::size_t i = 0; i < parts.parts.size(); ++i) {
    EXPECT_EQ(parts.parts[i].place, 2U);
    EXPECT_EQ(parts.parts[i].part, i);
    EXPECT_EQ(parts.result.parts[i].part, i);
    EXPECT_EQ(parts.parts[i].asset_refs.size(), 1U);
    EXPECT_EQ(parts.parts[i].severities.size(), parts.parts[i].findings.ids.size());
    sum += parts.parts[i].findings.ids.size();
  }
  EXPECT_EQ(sum, kRows);
  EXPECT_EQ(parts.result.chunk.part, parts.parts.size());
}

TEST(PageParts, ARowThatBelongsIntoAWrittenPartCallsForThePageAgain) {
  std::vector<std::uint64_t> rows = ascending();
  std::swap(rows.front(), rows.back());
  EXPECT_TRUE(written(rows, true).again);
  EXPECT_FALSE(written(rows, false).again);
}

TEST(PageParts, OfAFailedPageNoneCount) {
  PageMapper mapper("acme", "scripted", OutputFormat::kBinpb);
  std::size_t parts = 0;
  mapper.begin({"unit", "page", 2, kRows}, [&parts](const PageChunk&) {
    ++parts;
    return ChunkIndex();
  });
  for (std::uint64_t row = 0; row < kRows; ++row)
    mapper.take(INGEST_RECORD_FINDING, "ingest.v1.Finding", finding_of(row));
  const PageResult result = mapper.fail("broken", "body");
  EXPECT_GT(parts, 0U);
  EXPECT_TRUE(result.parts.empty());
  EXPECT_EQ(result.findings, 0U);
  EXPECT_EQ(result.dead_lettered, kRows);
}

// Two units of two large pages each, whose rows come in the order that the caller chooses.
class LargePages : public RunTest {
 protected:
  std::string digests(const std::function<std::vector<std::uint64_t>()>& order) {
    request_.workers = 3;
    ScriptedConnector connector([](Fetch& fetch) {
      for (const char* unit : {"u1", "u2"}) {
        fetch.begin(unit);
        fetch.page(unit, 0, "A a\n", 0);
        fetch.page(unit, 1, "", kRows);
        fetch.page(unit, 2, "", kRows);
        fetch.end(complete_report(unit, 3, 2 * kRows));
      }
    });
    connector.before_transform([&](const ingest_record& page, RecordSink& sink) {
      if (page.place == 0) return;
      for (const std::uint64_t row : order()) {
        v1::Finding finding =
            sample_finding("a", std::to_string(page.place) + "/" + std::to_string(row));
        finding.mutable_source_ref()->set_row(row);
        finding.set_description(std::string(400, 'x'));
        emit_record(sink, INGEST_RECORD_FINDING, "ingest.v1.Finding", finding.SerializeAsString());
      }
    });
    done_ = run(connector);
    return digests_of(done_);
  }
  CommittedRun done_;
};

TEST_F(LargePages, GiveTheSameBytesInWhateverOrderTheirRowsCome) {
  const std::string expected = digests(ascending);
  EXPECT_EQ(done_.run.status(), v1::RUN_STATUS_COMPLETE);
  EXPECT_EQ(done_.run.rows().emitted(), 4 * kRows);
  const std::vector<v1::Finding> all = findings(done_);
  ASSERT_EQ(all.size(), 4 * kRows);
  for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(all[i].source_ref().row(), i % kRows);
  EXPECT_EQ(digests([] {
              std::vector<std::uint64_t> rows = ascending();
              std::reverse(rows.begin(), rows.end());
              return rows;
            }),
            expected);
  EXPECT_EQ(done_.run.status(), v1::RUN_STATUS_COMPLETE);
}

TEST_F(LargePages, ThatRepeatRowsWithinThemselvesDropTheRepeats) {
  digests([] {
    std::vector<std::uint64_t> rows = ascending();
    rows.back() = rows.front();  // in the first part and in the last
    return rows;
  });
  EXPECT_EQ(done_.run.status(), v1::RUN_STATUS_COMPLETE);
  EXPECT_EQ(done_.run.rows().duplicate(), 4U);
  EXPECT_EQ(findings(done_).size(), 4 * (kRows - 1));
}

}  // namespace
}  // namespace ingest::host
