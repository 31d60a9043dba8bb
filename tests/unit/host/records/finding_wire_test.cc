// A page mapper that writes NDJSON too takes the long way with every finding: the short way must
// come to the same.
#include "records/finding_wire.hpp"

#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>

#include "random_message.hpp"
#include "run/page_mapper.hpp"

namespace ingest::host {
namespace {

constexpr char kFinding[] = "ingest.v1.Finding";

v1::Finding complete_finding(RandomMessage& dice) {
  const auto id = [&dice](const char* prefix) { return prefix + std::to_string(dice.below(3)); };
  v1::Finding finding;
  dice.fill(finding);
  finding.set_asset_class(v1::ASSET_CLASS_HOST);
  finding.set_external_asset_id(id("asset "));
  finding.set_vendor_product_name(id("Product "));
  finding.set_external_finding_id(id("finding "));
  finding.set_identity_key(id("key "));
  finding.set_name("n" + dice.text());
  finding.set_severity(v1::SEVERITY_LOW);
  finding.set_status(v1::FINDING_STATUS_NEW);
  return finding;
}

// Some lack what they need.
v1::Finding random_finding(RandomMessage& dice) {
  if (!dice.one_in(4)) return complete_finding(dice);
  v1::Finding finding;
  dice.fill(finding);
  if (dice.one_in(2)) finding.MergeFrom(complete_finding(dice));
  return finding;
}

class ShortWay : public ::testing::Test {
 protected:
  void SetUp() override {
    begin(short_way_);
    begin(long_way_);
  }
  static void begin(PageMapper& mapper) { mapper.begin({"unit", "results page 3", 2, 0}); }
  void take(const std::string& payload) {
    short_way_.take(INGEST_RECORD_FINDING, kFinding, payload);
    long_way_.take(INGEST_RECORD_FINDING, kFinding, payload);
  }
  void expect_same() {
    const PageResult a = short_way_.finish();
    const PageResult b = long_way_.finish();
    EXPECT_TRUE(a.chunk.findings.delimited == b.chunk.findings.delimited);
    EXPECT_EQ(a.chunk.findings.ids, b.chunk.findings.ids);
    EXPECT_EQ(a.chunk.severities, b.chunk.severities);
    EXPECT_EQ(a.chunk.asset_refs, b.chunk.asset_refs);
    EXPECT_EQ(a.chunk.dead_letters, b.chunk.dead_letters);
    EXPECT_EQ(a.dead_lettered, b.dead_lettered);
    EXPECT_EQ(a.problems, b.problems);
  }
  PageMapper short_way_{"acme", "scripted", OutputFormat::kBinpb};
  PageMapper long_way_{"acme", "scripted", OutputFormat::kBoth};
};

TEST_F(ShortWay, WritesWhatTheLongWayWrites) {
  RandomMessage dice(3);
  FindingWire wire;
  int taken = 0;
  for (int i = 0; i < 5000; ++i) {
    const std::string payload = random_finding(dice).SerializeAsString();
    if (wire.read(payload)) ++taken;
    take(payload);
  }
  expect_same();
  EXPECT_GT(taken, 3500);
  EXPECT_LT(taken, 4500);
}

TEST_F(ShortWay, TakesDamageForWhatTheLongWayTakesItFor) {
  const google::protobuf::LogSilencer silencer;
  RandomMessage dice(4);
  for (int i = 0; i < 10'000; ++i) take(damaged(random_finding(dice).SerializeAsString(), dice));
  expect_same();
}

// What the connector says of the host's own fields does not count, but for the row.
TEST_F(ShortWay, PutsTheHostsFieldsInPlaceOfTheConnectors) {
  RandomMessage dice(5);
  v1::Finding finding = complete_finding(dice);
  for (const bool knows_row : {true, false}) {
    finding.set_id("forged");
    finding.set_asset_id("forged");
    finding.set_fingerprint("forged");
    finding.mutable_source_ref()->set_unit("forged");
    finding.mutable_source_ref()->set_place(77);
    finding.mutable_source_ref()->set_row(4711);
    if (!knows_row) finding.clear_source_ref();
    take(finding.SerializeAsString());
  }
  v1::Finding bare = finding;
  for (const auto clear : {&v1::Finding::clear_id, &v1::Finding::clear_asset_id,
                           &v1::Finding::clear_fingerprint, &v1::Finding::clear_source_ref})
    (bare.*clear)();
  take(bare.SerializeAsString());
  expect_same();
}

TEST_F(ShortWay, LeavesARecordThatIsTooLargeToTheLongWay) {
  RandomMessage dice(6);
  v1::Finding finding = complete_finding(dice);
  finding.clear_description();
  finding.set_description(std::string((std::size_t{64} << 20U) - finding.ByteSizeLong() - 5, 'x'));
  FindingWire wire;
  ASSERT_TRUE(wire.read(finding.SerializeAsString()));
  take(finding.SerializeAsString());
  expect_same();
}

}  // namespace
}  // namespace ingest::host
