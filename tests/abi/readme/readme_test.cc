// readme_test.cc - the example in plugin-api/README.md is the file that is built, and it works.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include "canned_http.hpp"
#include "ingest/v1/check.pb.h"
#include "ingest/v1/finding.pb.h"
#include "ingest/v1/source_page.pb.h"
#include "loaded_connector.hpp"

namespace {

using testing::HasSubstr;

std::string read(const char* path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Readme, ShowsTheExampleThatIsBuilt) {
  EXPECT_THAT(read(README), HasSubstr("```cpp\n" + read(EXAMPLE) + "```\n"))
      << "copy " << EXAMPLE << " into the README";
}

class Acme : public testing::Test {
 protected:
  Acme() {
    host_.offer(INGEST_EXT_HTTP, http_.table());
    acme_.emplace(connector_, host_, R"({"config":{"url":"https://acme.example"}})");
  }
  const ingest_connector* connector_ = abitest::load(ACME);
  abitest::RecordingHost host_;
  abitest::RecordingCall call_;
  bool network_ = true;
  abitest::CannedHttp http_{[this](const abitest::CannedRequest& request) {
    if (!network_) return abitest::unreachable();
    abitest::CannedAnswer answer;
    if (request.url == "https://acme.example/projects") {
      answer.body = R"([{"id":"p1","name":"One"},{"id":"p2","name":"Two"}])";
    } else if (request.url == "https://acme.example/projects/p1/issues") {
      answer.body = R"([{"id":1,"severity":5,"title":"Bad"},{"id":2,"severity":9}])";
    } else {
      answer.http_status = 404;
    }
    return answer;
  }};
  std::optional<abitest::Instance> acme_;
};

TEST_F(Acme, ReadsAndMapsAUnit) {
  ASSERT_EQ(acme_->created(), INGEST_OK) << acme_->message();
  abitest::RecordingSink fetched(abitest::RecordingSink::Of::kFetch);
  fetched.skip("p2");
  ASSERT_EQ(acme_->fetch(call_, fetched), INGEST_OK) << acme_->message();
  ASSERT_EQ(fetched.records().size(), 1u);
  ASSERT_EQ(fetched.ended().size(), 1u);
  ingest::v1::UnitReport report;
  ASSERT_TRUE(report.ParseFromString(fetched.ended()[0].second));
  EXPECT_EQ(report.rows_received(), 2u);

  abitest::RecordingSink mapped(abitest::RecordingSink::Of::kOther);
  ASSERT_EQ(acme_->transform(call_, fetched.records()[0], mapped), INGEST_OK) << acme_->message();
  EXPECT_EQ(mapped.of_kind(INGEST_RECORD_ASSET).size(), 1u);
  EXPECT_EQ(mapped.of_kind(INGEST_RECORD_REJECTED).size(), 1u);
  ASSERT_EQ(mapped.of_kind(INGEST_RECORD_FINDING).size(), 1u);
  ingest::v1::Finding finding;
  ASSERT_TRUE(finding.ParseFromString(mapped.of_kind(INGEST_RECORD_FINDING)[0].payload));
  EXPECT_EQ(finding.severity(), ingest::v1::SEVERITY_CRITICAL);
  EXPECT_EQ(http_.unreleased(), 0);
}

TEST_F(Acme, AFailedUnitStopsWithAReason) {
  abitest::RecordingSink fetched(abitest::RecordingSink::Of::kFetch);
  EXPECT_EQ(acme_->fetch(call_, fetched), INGEST_E_UNAVAILABLE);
  EXPECT_THAT(acme_->message(), HasSubstr("/projects/p2/issues: HTTP 404"));
  EXPECT_EQ(acme_->error().vendor_code, 404);
}

TEST_F(Acme, TheCheckTellsOfTheNetwork) {
  network_ = false;
  abitest::RecordingSink checks(abitest::RecordingSink::Of::kOther);
  ASSERT_EQ(acme_->test(call_, checks), INGEST_OK);
  ASSERT_EQ(checks.records().size(), 1u);
  ingest::v1::CheckResult result;
  ASSERT_TRUE(result.ParseFromString(checks.records()[0].payload));
  EXPECT_EQ(result.outcome(), ingest::v1::CHECK_OUTCOME_FAILED);
  EXPECT_THAT(result.observed(), HasSubstr("connection refused"));
}

TEST_F(Acme, SaysWhatIsMissing) {
  abitest::Instance none(connector_, host_, "{}");
  EXPECT_EQ(none.created(), INGEST_E_CONFIG);
  EXPECT_THAT(none.message(), HasSubstr("config.url"));
}

}  // namespace
