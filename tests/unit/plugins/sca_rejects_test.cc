// Rows that are none of ours or none at all.
#include <gtest/gtest.h>

#include "ingest/sdk/json.hpp"
#include "sca_pages.hpp"
#include "sca_tenant.hpp"
#include "scripted_host.hpp"

namespace checkmarx::sca {
namespace {

using boost::json::array;
using boost::json::object;
using ingest::test::sample;
using namespace ingest::v1;

TEST(ScaRejects, KeepTheRowAndSayWhatWasWrong) {
  const Output out = rows(R"([5,{"type":"sca","id":"x","severity":"SEVERE","status":"NEW"},null,)"
                          R"({"type":"sca","severity":"LOW"},{"type":7},{}])");
  EXPECT_TRUE(out.findings.empty());
  ASSERT_EQ(out.dead.size(), 6U);
  EXPECT_EQ(out.dead[0].row(), 0U);
  EXPECT_EQ(out.dead[0].reason(), "the row is not an object");
  EXPECT_EQ(out.dead[0].raw(), "5");
  EXPECT_EQ(out.dead[1].row(), 1U);
  EXPECT_NE(out.dead[1].reason().find("SEVERE"), std::string::npos) << out.dead[1].reason();
  EXPECT_EQ(out.dead[1].raw(), R"({"type":"sca","id":"x","severity":"SEVERE","status":"NEW"})");
  EXPECT_EQ(out.dead[1].scan_id(), "51515151-0000-4000-8000-000000000001");
  EXPECT_EQ(out.dead[1].unit(), "a1b2c3d4-0000-4000-8000-000000000001");
  EXPECT_EQ(out.dead[3].row(), 3U) << "nothing to tell it from others";
  EXPECT_EQ(out.dead[4].reason(), "the row does not say which engine found it");
  EXPECT_EQ(out.dead[5].row(), 5U) << "it may be one of ours";
  EXPECT_EQ(out.accounted(), 6U);
}

TEST(ScaRejects, OneBrokenRowCostsNoOther) {
  const std::string good =
      R"({"type":"sca","id":"CVE-2099-10001","severity":"LOW","status":"NEW","data":{}})";
  const std::vector<std::string> broken = {
      "{\"type\":\"sca\",\"name\":\"\xFF\"}",
      R"({"type":"sca","name":"\ud800"})",
      R"({"type":"sca","vulnerabilityDetails":{"cvssScore":1e999}})",
      R"({"type":"sca","severity":"LOW",})",
      R"({"type":"sca","severity":LOW})",
      "nonsense",
      "{\"type\":\"sca\",\"data\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}",
      std::string("{\"type\":\"sca\",\"name\":\"a\0b\"}", 27),
  };
  std::string list = "[" + good;
  for (const std::string& row : broken) list += "," + row + "," + good;
  const Output out = rows(list + "]");
  EXPECT_EQ(out.findings.size(), broken.size() + 1);
  ASSERT_EQ(out.dead.size(), broken.size());
  for (size_t i = 0; i < broken.size(); ++i) {
    EXPECT_EQ(out.dead[i].row(), 2 * i + 1);
    EXPECT_EQ(out.dead[i].raw(), broken[i].substr(0, 64 * 1024)) << "as it came";
    EXPECT_EQ(out.dead[i].reason().rfind("the row ", 0), 0U) << out.dead[i].reason();
  }
}

TEST(ScaRejects, AnyEngineNameIsHarmless) {
  std::string list = R"([{"type":"a\nb<\u0007"},{"type":")" + std::string(5000, 'x') + "\"}";
  for (int i = 0; i < 200; ++i) list += ",{\"type\":\"e" + std::to_string(i) + "\"}";
  const Output out = rows(list + "]");
  EXPECT_EQ(out.accounted(), 202U);
  EXPECT_EQ(out.filtered.count("engine a?b??"), 1U);
  EXPECT_LE(out.filtered.size(), 33U);
  for (const auto& [reason, count] : out.filtered) EXPECT_LT(reason.size(), 60U);
}

TEST(ScaTransform, RefusesAPageThatIsNone) {
  for (const char* list : {"[", "[{}", "7", "{}"}) EXPECT_THROW(rows(list), ingest::sdk::Error);
  Project nameless = sample_project();
  nameless.source.erase("name");
  EXPECT_THROW(transform(nameless, "{}", 0), ingest::sdk::Error);
}

}  // namespace
}  // namespace checkmarx::sca
