#include "ingest/sdk/messages.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace ingest::sdk {
namespace {

struct Seen {
  std::uint32_t kind;
  std::string type;
  std::string payload;
};

struct Recorder {
  std::vector<Seen> records;
  std::vector<std::pair<std::string, std::string>> ends;
  ingest_sink sink{};

  Recorder() {
    sink.struct_size = sizeof(sink);
    sink.ctx = this;
    sink.emit = [](const ingest_sink* s, const ingest_record* r) noexcept -> ingest_status {
      static_cast<Recorder*>(s->ctx)->records.push_back(
          {r->kind, std::string(view(r->type)), std::string(view(r->payload))});
      return INGEST_OK;
    };
    sink.end_unit = [](const ingest_sink* s, ingest_text unit,
                       ingest_bytes report) noexcept -> ingest_status {
      static_cast<Recorder*>(s->ctx)->ends.emplace_back(view(unit), view(report));
      return INGEST_OK;
    };
  }
};

TEST(Messages, KindAndTypeBelongTogether) {
  Recorder recorder;
  const FetchSink sink(&recorder.sink);
  v1::Finding finding;
  finding.set_name("x");
  emit_asset(sink, v1::Asset());
  emit_finding(sink, finding);
  emit_check(sink, v1::CheckResult());
  emit_filtered(sink, "engine sast", 3);
  emit_rejected(sink, v1::DeadLetter());
  emit_listing(sink, v1::Listing());
  const std::pair<std::uint32_t, std::string> expected[] = {
      {INGEST_RECORD_ASSET, "ingest.v1.Asset"},
      {INGEST_RECORD_FINDING, "ingest.v1.Finding"},
      {INGEST_RECORD_CHECK, "ingest.v1.CheckResult"},
      {INGEST_RECORD_FILTERED, "ingest.v1.FilteredRows"},
      {INGEST_RECORD_REJECTED, "ingest.v1.DeadLetter"},
      {INGEST_RECORD_LISTING, "ingest.v1.Listing"}};
  ASSERT_EQ(recorder.records.size(), std::size(expected));
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    EXPECT_EQ(recorder.records[i].kind, expected[i].first);
    EXPECT_EQ(recorder.records[i].type, expected[i].second);
  }
  EXPECT_EQ(recorder.records[1].payload, finding.SerializeAsString());
  v1::FilteredRows filtered;
  ASSERT_TRUE(filtered.ParseFromString(recorder.records[3].payload));
  EXPECT_EQ(filtered.count(), 3u);
}

TEST(Messages, EndUnitTakesTheUnitFromTheReport) {
  Recorder recorder;
  v1::UnitReport report;
  report.set_unit("p-1");
  end_unit(FetchSink(&recorder.sink), report);
  ASSERT_EQ(recorder.ends.size(), 1u);
  EXPECT_EQ(recorder.ends[0].first, "p-1");
  EXPECT_EQ(recorder.ends[0].second, report.SerializeAsString());
}

TEST(Messages, TooLargeIsRefused) {
  v1::Finding finding;
  finding.set_description(std::string(INGEST_PAYLOAD_MAX, 'x'));
  try {
    serialize(finding);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), INGEST_E_TOO_LARGE);
  }
}

TEST(Messages, DeadLetterCutsRawAtACharacter) {
  ingest_record record{};
  record.struct_size = sizeof(record);
  record.unit = bytes("p-1");
  record.key = bytes("results page 3");
  record.place = 2;
  std::string raw((64u << 10u) - 1, 'x');
  raw += "\xC3\xA4 tail";
  const v1::DeadLetter letter = dead_letter(Page(&record), 7, "why", raw);
  EXPECT_EQ(letter.unit(), "p-1");
  EXPECT_EQ(letter.place(), 2u);
  EXPECT_EQ(letter.row(), 7u);
  EXPECT_EQ(letter.key(), "results page 3");
  EXPECT_EQ(letter.reason(), "why");
  EXPECT_TRUE(letter.raw_truncated());
  EXPECT_EQ(letter.raw().size(), (64u << 10u) - 1);
  EXPECT_FALSE(dead_letter(Page(&record), 0, "", "short").raw_truncated());
}

}  // namespace
}  // namespace ingest::sdk
