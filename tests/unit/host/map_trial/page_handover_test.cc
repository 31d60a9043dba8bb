#include "map_trial/page_handover.hpp"

#include <gmock/gmock.h>
#include <ingest/v1/source_page.pb.h>

#include <atomic>
#include <thread>

namespace ingest::host {
namespace {

using ::testing::ElementsAre;

using Units = std::set<std::string, std::less<>>;

ingest_bytes bytes(const std::string& text) { return {text.data(), text.size()}; }

ingest_status emit(PageHandover& pages, const std::string& key) {
  ingest_record record{};
  record.struct_size = sizeof(record);
  record.kind = INGEST_RECORD_PAGE;
  record.key = bytes(key);
  record.payload = bytes(key);
  record.rows = 3;
  return pages.emit(record);
}

std::string text(ingest_bytes view) { return {static_cast<const char*>(view.data), view.size}; }

TEST(PageHandover, KeepsFewPagesAndFetchWaits) {
  Units read;
  PageHandover pages(read, 100);
  std::atomic<int> emitted{0};
  std::jthread fetch([&] {
    for (int i = 0; i < 50; ++i) {
      EXPECT_EQ(emit(pages, "page " + std::to_string(i)), INGEST_OK);
      ++emitted;
    }
    pages.finish();
  });
  for (int i = 0; i < 50; ++i) {
    const std::optional<KeptPage> page = pages.next();
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(text(page->record().payload), "page " + std::to_string(i));
    EXPECT_EQ(page->record().rows, 3U);
    EXPECT_LE(emitted.load(), i + 6);
  }
  EXPECT_FALSE(pages.next().has_value());
}

TEST(PageHandover, StopEndsBothSides) {
  Units read;
  PageHandover pages(read, 100);
  ingest_status last = INGEST_OK;
  std::jthread fetch([&] {
    while (last == INGEST_OK) last = emit(pages, "page");
    pages.finish();
  });
  ASSERT_TRUE(pages.next().has_value());
  pages.stop();
  fetch.join();
  EXPECT_EQ(last, INGEST_E_CANCELLED);
  EXPECT_FALSE(pages.next().has_value());
  ingest_unit_verdict verdict = INGEST_UNIT_WANTED;
  EXPECT_EQ(pages.begin_unit("u", verdict), INGEST_OK);
  EXPECT_EQ(verdict, INGEST_UNIT_SKIP);
  EXPECT_TRUE(pages.stopped().stop_requested());
}

TEST(PageHandover, WantsSoManyUnitsThatWereNotRead) {
  Units read = {"b"};
  PageHandover pages(read, 2);
  std::string wanted;
  const auto begin = [&](const char* unit) {
    ingest_unit_verdict verdict = INGEST_UNIT_WANTED;
    EXPECT_EQ(pages.begin_unit(unit, verdict), INGEST_OK);
    if (verdict == INGEST_UNIT_WANTED) wanted += unit;
  };
  for (const char* unit : {"a", "b", "c"}) begin(unit);
  EXPECT_FALSE(pages.left_units_out());
  begin("d");
  EXPECT_TRUE(pages.left_units_out());
  EXPECT_EQ(wanted, "ac");
  EXPECT_EQ(read, (Units{"a", "b", "c"}));
}

TEST(PageHandover, FailedUnitsAreTold) {
  Units read;
  PageHandover pages(read, 100);
  v1::UnitReport report;
  report.set_outcome(v1::UNIT_OUTCOME_COMPLETE);
  pages.end_unit("good", report.SerializeAsString());
  report.set_outcome(v1::UNIT_OUTCOME_FAILED);
  report.set_reason("HTTP 403\x1b");
  pages.end_unit("bad", report.SerializeAsString());
  EXPECT_THAT(pages.failed_units(), ElementsAre("bad could not be read: HTTP 403\\x1b"));
}

}  // namespace
}  // namespace ingest::host
