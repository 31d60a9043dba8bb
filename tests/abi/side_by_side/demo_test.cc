// demo_test.cc - each demo connector alone: what it says of itself, its check, its units, its rows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "demo_run.hpp"
#include "ingest/v1/source_page.pb.h"

namespace abitest {
namespace {

using testing::ElementsAre;

class Demo : public testing::TestWithParam<std::string> {
 protected:
  const Member& member_ = member(GetParam());
  const ingest_connector* connector_ = member_.connector;
  RecordingHost host_;
  RecordingCall call_;
};

TEST_P(Demo, DescribesItself) {
  const ingest_descriptor* d = connector_->describe();
  EXPECT_EQ(d, connector_->describe()) << "the same pointer each time";
  const auto described = details(member_);
  EXPECT_EQ(described.id(), d->id);
  EXPECT_EQ(described.version(), d->version);
  EXPECT_EQ(described.summary(), "Two units that never change.");
  ASSERT_EQ(described.checks_size(), 1);
  EXPECT_EQ(described.checks(0).description(), "The built-in source is there.");
  EXPECT_EQ(described.unit_noun(), "units");
  EXPECT_TRUE(described.GetReflection()->GetUnknownFields(described).empty());
}

TEST_P(Demo, ChecksItsSource) {
  Instance instance(connector_, host_, mode("plain"));
  RecordingSink sink(RecordingSink::Of::kOther);
  ASSERT_EQ(instance.test(call_, sink), INGEST_OK);
  EXPECT_THAT(as_text(sink.records()),
              ElementsAre("ingest.v1.CheckResult: id: \"source\" title: \"Source\" outcome: "
                          "CHECK_OUTCOME_PASSED tried: \"look at the built-in source\" observed: "
                          "\"two units\""));
}

TEST_P(Demo, BracketsItsUnits) {
  Instance instance(connector_, host_, mode("plain"));
  RecordingSink sink(RecordingSink::Of::kFetch);
  ASSERT_EQ(instance.fetch(call_, sink), INGEST_OK);
  EXPECT_THAT(sink.begun(), ElementsAre("unit-a", "unit-b"));
  ASSERT_EQ(sink.ended().size(), 2u);
  const auto pages = sink.of_kind(INGEST_RECORD_PAGE);
  ASSERT_EQ(pages.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    ingest::v1::UnitReport report;
    ASSERT_TRUE(report.ParseFromString(sink.ended()[i].second));
    EXPECT_EQ(report.unit(), pages[i].unit);
    EXPECT_EQ(report.name(), pages[i].context);
    EXPECT_EQ(report.rows_received(), pages[i].rows);
    EXPECT_EQ(report.outcome(), ingest::v1::UNIT_OUTCOME_COMPLETE);
  }
  EXPECT_EQ(sink.of_kind(INGEST_RECORD_LISTING).size(), 1u);
  EXPECT_EQ(call_.progress_calls(), 2u);
  EXPECT_THAT(host_.logs(), ElementsAre("demo: reading two units"));
}

TEST_P(Demo, LeavesASkippedUnitAlone) {
  Instance instance(connector_, host_, mode("plain"));
  RecordingSink sink(RecordingSink::Of::kFetch);
  sink.skip("unit-a");
  ASSERT_EQ(instance.fetch(call_, sink), INGEST_OK);
  const auto pages = sink.of_kind(INGEST_RECORD_PAGE);
  ASSERT_EQ(pages.size(), 1u);
  EXPECT_EQ(pages[0].unit, "unit-b");
  ASSERT_EQ(sink.ended().size(), 1u);
  EXPECT_EQ(sink.ended()[0].first, "unit-b");
}

TEST_P(Demo, AccountsForEachRowOnce) {
  Instance instance(connector_, host_, mode("plain"));
  const auto pages = fetched_pages(instance);
  const auto records = transformed(instance, pages);
  EXPECT_THAT(as_text(records), testing::SizeIs(7));
  std::vector<std::uint32_t> kinds;
  for (const Record& r : records) kinds.push_back(r.kind);
  EXPECT_THAT(kinds, ElementsAre(INGEST_RECORD_ASSET, INGEST_RECORD_FINDING, INGEST_RECORD_FINDING,
                                 INGEST_RECORD_FILTERED, INGEST_RECORD_ASSET, INGEST_RECORD_FINDING,
                                 INGEST_RECORD_REJECTED));
}

INSTANTIATE_TEST_SUITE_P(Each, Demo, testing::ValuesIn(demo_names()), test_name);

}  // namespace
}  // namespace abitest
