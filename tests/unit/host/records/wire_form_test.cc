// What is of the form is what protobuf would write again, byte for byte; all that protobuf writes
// is of the form.
#include "records/wire_form.hpp"

#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>
#include <ingest/v1/asset.pb.h>
#include <ingest/v1/finding.pb.h>

#include "random_message.hpp"

namespace ingest::host {
namespace {

using v1::Asset;
using v1::Finding;

bool is_of_form(const WireForm& form, const std::string& bytes) {
  WireValues values;
  form.prepare(values);
  return form.read(bytes, values);
}

template <class Message>
void expect_all_written_is_of_form() {
  const WireForm form(*Message::descriptor());
  RandomMessage dice(1);
  for (int i = 0; i < 2000; ++i) {
    Message message;
    dice.fill(message);
    ASSERT_TRUE(is_of_form(form, message.SerializeAsString())) << message.DebugString();
  }
}
TEST(WireForm, WhateverProtobufWritesIsOfIt) {
  expect_all_written_is_of_form<Finding>();
  expect_all_written_is_of_form<Asset>();
}

TEST(WireForm, WhateverIsOfItProtobufWritesAgain) {
  const google::protobuf::LogSilencer silencer;  // about texts that are no UTF-8
  const WireForm form(*Finding::descriptor());
  RandomMessage dice(2);
  int taken = 0;
  int left = 0;
  for (int i = 0; i < 20'000; ++i) {
    Finding message;
    dice.fill(message);
    const std::string bytes = damaged(message.SerializeAsString(), dice);
    if (!is_of_form(form, bytes)) {
      ++left;
      continue;
    }
    ++taken;
    Finding parsed;
    ASSERT_TRUE(parsed.ParseFromString(bytes)) << message.DebugString();
    ASSERT_TRUE(parsed.SerializeAsString() == bytes) << message.DebugString();
  }
  EXPECT_GT(taken, 1000);
  EXPECT_GT(left, 1000);
}

struct Odd {
  const char* name;
  std::string bytes;
};
void PrintTo(const Odd& odd, std::ostream* out) { *out << odd.name; }
class OddRecord : public ::testing::TestWithParam<Odd> {};
TEST_P(OddRecord, IsLeftToProtobuf) {
  const WireForm form(*Finding::descriptor());
  EXPECT_FALSE(is_of_form(form, GetParam().bytes));
}
const std::string kZero(1, '\0');
INSTANTIATE_TEST_SUITE_P(
    WireForm, OddRecord,
    ::testing::Values(Odd{"ALongTag", "\x8A" + kZero + "\x01" + "a"},
                      Odd{"ALongLength", "\x0A\x81" + kZero + "a"},
                      Odd{"AVarintOfElevenBytes",
                          "\x70\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"},
                      Odd{"ATagCutShort", "\x82"}, Odd{"ALengthCutShort", "\x0A\x85"},
                      Odd{"ATextCutShort", "\x0A\x02" + std::string("a")}, Odd{"NoLength", "\x0A"},
                      Odd{"ANumberCutShort", "\xE1\x02\x01\x02"},
                      Odd{"AnEmptyText", "\x0A" + kZero}, Odd{"AZero", "\x70" + kZero},
                      Odd{"AnUnknownField", "\xDA\x01\x01" + std::string("a")},
                      Odd{"AFieldFarBeyond", "\xFA\x3E\x01" + std::string("a")},
                      Odd{"FieldZero", "\x02\x01" + std::string("a")},
                      Odd{"AnotherWireType", "\x08\x01"}, Odd{"AGroup", "\x0B\x0C"},
                      Odd{"ALowerNumberAfter", "\x12\x01" + std::string("a") + "\x0A\x01" + "b"},
                      Odd{"ATextTwice", "\x0A\x01" + std::string("a") + "\x0A\x01" + "b"},
                      Odd{"AListInTwoPlaces",
                          "\x7A\x01" + std::string("a") + "\x82\x01\x01" + "b" + "\x7A\x01" + "c"},
                      Odd{"NoUtf8", "\x0A\x01\xFF"}, Odd{"ASurrogate", "\x0A\x03\xED\xA0\x80"},
                      Odd{"ACharacterCutShort", "\x0A\x09" + std::string("12345678\xC3")},
                      Odd{"ANegativeEnum", "\x70\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"},
                      Odd{"ABooleanOfTwo", "\x82\x02\x02\x08\x02"},
                      Odd{"APortOf33Bits", "\xAA\x01\x06\x28\x80\x80\x80\x80\x10"},
                      Odd{"ATimeBeyondTheYears", "\x8A\x02\x07\x08\x80\xDC\xA9\xAA\xB0\x3A"},
                      Odd{"AnUnknownFieldOfATime", "\x8A\x02\x02\x18\x01"},
                      Odd{"NanosBeyondASecond", "\x8A\x02\x06\x10\x80\x94\xEB\xDC\x03"},
                      Odd{"SomethingOddWithin", "\xA2\x01\x02\x0A" + kZero}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(WireForm, TellsOfWatchedFields) {
  WireForm form(*Finding::descriptor());
  form.watch({Finding::kNameFieldNumber}, 0);
  form.watch({Finding::kPackageFieldNumber, v1::Package::kVersionFieldNumber}, 1);
  form.watch({Finding::kSourceRefFieldNumber}, 2);
  form.watch({Finding::kSourceRefFieldNumber, v1::SourceRef::kRowFieldNumber}, 0);
  form.watch({Finding::kSeverityFieldNumber}, 1);
  form.watch({Finding::kCveIdsFieldNumber}, 0);
  form.cut_before(Finding::kFingerprintFieldNumber);
  form.cut_before(Finding::kCategoryFieldNumber);
  WireValues values;
  form.prepare(values);

  Finding finding;
  finding.set_id("1");
  finding.mutable_source_ref()->set_row(300);
  finding.set_name("n");
  finding.set_severity(v1::SEVERITY_LOW);
  finding.add_cve_ids("CVE-1");
  finding.add_cve_ids("");
  finding.mutable_package()->set_version("2");
  const std::string bytes = finding.SerializeAsString();
  ASSERT_TRUE(form.read(bytes, values));
  EXPECT_EQ(values.texts, (std::vector<std::string_view>{"n", "2", "\x18\xAC\x02"}));
  EXPECT_EQ(values.numbers, (std::vector<std::uint64_t>{300, v1::SEVERITY_LOW}));
  EXPECT_EQ(values.lists[0], (std::vector<std::string_view>{"CVE-1", ""}));
  EXPECT_EQ(values.cuts, (std::vector<std::size_t>{3, 11}));

  // Nothing of it is left for the next.
  ASSERT_TRUE(form.read({}, values));
  EXPECT_EQ(values.texts[0].data(), nullptr);
  EXPECT_EQ(values.numbers[0], 0U);
  EXPECT_TRUE(values.lists[0].empty());
  EXPECT_EQ(values.cuts, (std::vector<std::size_t>{0, 0}));
}

TEST(WireForm, KnowsWhatCanNotBeWatched) {
  WireForm form(*Finding::descriptor());
  EXPECT_THROW(form.watch({}, 0), std::logic_error);
  EXPECT_THROW(form.watch({28}, 0), std::logic_error);
  EXPECT_THROW(form.watch({Finding::kNameFieldNumber, 1}, 0), std::logic_error);
  EXPECT_THROW(form.watch({Finding::kSourceScoreFieldNumber}, 0), std::logic_error);
}

}  // namespace
}  // namespace ingest::host
