// What transform emits, record by record: what is written, what becomes a dead letter, what is
// the connector's fault.
#include "run/page_mapper.hpp"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <sstream>

#include "diagnostics/failure.hpp"
#include "output/delimited.hpp"
#include "scripted_connector.hpp"

namespace ingest::host {
namespace {

constexpr char kFinding[] = "ingest.v1.Finding";

class Mapper : public ::testing::Test {
 protected:
  void begin(std::uint64_t rows) { mapper_.begin({"unit", "results page 3", 2, rows}); }
  void take(const v1::Finding& finding) {
    mapper_.take(INGEST_RECORD_FINDING, kFinding, finding.SerializeAsString());
  }
  static std::vector<v1::DeadLetter> letters(const PageResult& result) {
    std::vector<v1::DeadLetter> all;
    std::istringstream lines(result.chunk.dead_letters);
    for (std::string line; std::getline(lines, line);)
      EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(line, &all.emplace_back()).ok());
    return all;
  }
  PageMapper mapper_{"acme", "scripted", OutputFormat::kBoth};
};

// Such a time has no JSON form: the whole record is told of as it came.
TEST_F(Mapper, ATimeThatIsNoneIsADeadLetter) {
  begin(2);
  take(sample_finding("a", "good"));
  v1::Finding finding = sample_finding("a", "bad");
  finding.mutable_last_found_on()->set_nanos(1'000'000'000);
  take(finding);
  v1::Asset asset = sample_asset("a");
  asset.mutable_first_seen()->set_seconds(253'402'300'800);
  mapper_.take(INGEST_RECORD_ASSET, "ingest.v1.Asset", asset.SerializeAsString());
  const PageResult result = mapper_.finish();
  EXPECT_EQ(result.chunk.findings.ids.size(), 1U);
  const auto all = letters(result);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_NE(all[0].reason().find("first_seen"), std::string::npos) << all[0].reason();
  EXPECT_NE(all[1].reason().find("last_found_on"), std::string::npos) << all[1].reason();
  EXPECT_EQ(all[1].raw(), finding.SerializeAsString());
}

struct BadFinding {
  const char* name;
  void (*change)(v1::Finding&);
  const char* reason;
};
class RefusedFinding : public Mapper, public ::testing::WithParamInterface<BadFinding> {};

TEST_P(RefusedFinding, BecomesADeadLetter) {
  begin(2);
  take(sample_finding("a", "good"));
  v1::Finding finding = sample_finding("a", "bad");
  GetParam().change(finding);
  take(finding);
  const PageResult result = mapper_.finish();
  EXPECT_EQ(result.chunk.findings.ids.size(), 1U);
  EXPECT_EQ(result.dead_lettered, 1U);
  EXPECT_TRUE(result.problems.empty()) << result.problems.front();
  const auto all = letters(result);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_NE(all[0].reason().find(GetParam().reason), std::string::npos) << all[0].reason();
  EXPECT_EQ(all[0].unit(), "unit");
  EXPECT_EQ(all[0].place(), 2U);
  EXPECT_EQ(all[0].row(), 1U);
  EXPECT_EQ(all[0].key(), "results page 3");
  EXPECT_NE(all[0].raw().find("sourceRef"), std::string::npos) << all[0].raw();
}

INSTANTIATE_TEST_SUITE_P(
    Fields, RefusedFinding,
    ::testing::Values(
        BadFinding{"AssetClass", [](v1::Finding& f) { f.clear_asset_class(); },
                   "asset_class is missing"},
        BadFinding{"AssetClassUnknown",
                   [](v1::Finding& f) { f.set_asset_class(static_cast<v1::AssetClass>(30)); },
                   "asset_class has the unknown value 30"},
        BadFinding{"ExternalAssetId", [](v1::Finding& f) { f.clear_external_asset_id(); },
                   "external_asset_id is missing"},
        BadFinding{"ExternalFindingId", [](v1::Finding& f) { f.clear_external_finding_id(); },
                   "external_finding_id is missing"},
        BadFinding{"IdentityKey", [](v1::Finding& f) { f.clear_identity_key(); },
                   "identity_key is missing"},
        BadFinding{"IdentityKeyTooLong",
                   [](v1::Finding& f) { f.set_identity_key(std::string(4097, 'x')); },
                   "identity_key has 4097 bytes"},
        BadFinding{"IdentityKeySeparator",
                   [](v1::Finding& f) {
                     f.set_identity_key(
                         "a\x1F"
                         "b");
                   },
                   "identity_key holds the control character"},
        BadFinding{"Product", [](v1::Finding& f) { f.clear_vendor_product_name(); },
                   "vendor_product_name is missing"},
        BadFinding{"Name", [](v1::Finding& f) { f.clear_name(); }, "name is missing"},
        BadFinding{"Severity", [](v1::Finding& f) { f.clear_severity(); }, "severity is missing"},
        BadFinding{"Status", [](v1::Finding& f) { f.clear_status(); }, "status is missing"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST_F(Mapper, BytesThatAreNoFindingBecomeADeadLetter) {
  begin(2);
  std::string not_utf8 = sample_finding("a", "k").SerializeAsString();
  not_utf8.replace(not_utf8.find("finding k"), 1, "\xFF");
  mapper_.take(INGEST_RECORD_FINDING, kFinding, not_utf8);
  mapper_.take(INGEST_RECORD_FINDING, kFinding, "\x0A\xFF");
  const PageResult result = mapper_.finish();
  EXPECT_EQ(result.dead_lettered, 2U);
  EXPECT_TRUE(result.problems.empty());
  for (const v1::DeadLetter& letter : letters(result))
    EXPECT_NE(letter.reason().find("is no ingest.v1.Finding"), std::string::npos);
}

TEST_F(Mapper, ARefusedAssetIsAProblemButNoRow) {
  begin(0);
  v1::Asset asset = sample_asset("a");
  asset.clear_name();
  mapper_.take(INGEST_RECORD_ASSET, "ingest.v1.Asset", asset.SerializeAsString());
  const PageResult result = mapper_.finish();
  EXPECT_EQ(result.dead_lettered, 0U);
  EXPECT_EQ(result.chunk.dead_letter_lines, 1U);
  ASSERT_EQ(result.problems.size(), 1U);
  EXPECT_NE(result.problems[0].find("1 asset of results page 3"), std::string::npos);
}

TEST_F(Mapper, LargeRawRowsAreCut) {
  begin(400);
  for (std::uint64_t row = 0; row < 400; ++row) {
    v1::DeadLetter letter;
    letter.set_row(399 - row);
    letter.set_reason("bad");
    letter.set_raw(std::string(200'000, 'x'));
    mapper_.take(INGEST_RECORD_REJECTED, "ingest.v1.DeadLetter", letter.SerializeAsString());
  }
  const PageResult result = mapper_.finish();
  EXPECT_EQ(result.dead_lettered, 400U);
  EXPECT_LT(result.chunk.dead_letters.size(), std::size_t{24} << 20U);
  const auto all = letters(result);
  ASSERT_EQ(all.size(), 400U);
  for (std::uint64_t row = 0; row < 400; ++row) {
    EXPECT_EQ(all[row].row(), row);
    EXPECT_TRUE(all[row].raw_truncated());
    EXPECT_LE(all[row].raw().size(), 65'536U);
  }
}

TEST_F(Mapper, NothingOfAPageIsLeftForTheNext) {
  begin(3);
  take(sample_finding("a", "k"));
  mapper_.take(INGEST_RECORD_REJECTED, "ingest.v1.DeadLetter", "");
  mapper_.fail("broken", "body");
  begin(1);
  take(sample_finding("a", "k2"));
  const PageResult result = mapper_.finish();
  EXPECT_EQ(result.chunk.findings.ids.size(), 1U);
  EXPECT_EQ(result.chunk.asset_refs.size(), 1U);
  EXPECT_EQ(result.dead_lettered, 0U);
  EXPECT_TRUE(result.problems.empty());
}

struct Foreign {
  std::uint32_t kind;
  const char* type;
  const char* payload;
};
TEST_F(Mapper, WhatTransformMayNotEmitIsTheConnectorsFault) {
  for (const Foreign& foreign :
       {Foreign{INGEST_RECORD_FINDING, "ingest.v1.Asset", ""}, Foreign{INGEST_RECORD_ASSET, "", ""},
        Foreign{INGEST_RECORD_PAGE, "text/plain", ""},
        Foreign{INGEST_RECORD_CHECK, "ingest.v1.CheckResult", ""}, Foreign{999, "x", ""},
        Foreign{INGEST_RECORD_FILTERED, "ingest.v1.FilteredRows", "\xFF"},
        Foreign{INGEST_RECORD_REJECTED, "ingest.v1.DeadLetter", "\xFF"}}) {
    begin(1);
    try {
      mapper_.take(foreign.kind, foreign.type, foreign.payload);
      ADD_FAILURE() << foreign.kind << " " << foreign.type;
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.status(), ExitStatus::kConnector);
    }
  }
}

TEST(ReasonCounts, AreBounded) {
  ReasonCounts counts;
  for (int i = 0; i < 5000; ++i) add_reason(counts, "reason " + std::to_string(i), 1);
  EXPECT_LE(counts.size(), 101U);
  EXPECT_EQ(counts["other reasons"], 4900U);
}

}  // namespace
}  // namespace ingest::host
