// The details of results: asked for when wanted, merged, and no row lost for want of one.
#include <gtest/gtest.h>

#include "checkmarx-dast/result_detail.hpp"
#include "dast_tenant.hpp"
#include "ingest/sdk/json.hpp"

namespace checkmarx::dast {
namespace {

using boost::json::object;
using ingest::test::Answer;
using ingest::test::Request;
using ingest::test::sample;
using namespace ingest::v1;

constexpr char kSampleId[] = "0000000000000000000000000000000000000000000000000000000000abc001";

TEST(DastDetail, FlatAndWrappedAreTheSame) {
  for (const char* name :
       {"dast-result-info-200-flat.json", "dast-result-info-200-wrapped-as-documented.json"}) {
    const object detail = read_detail(sample(name), kSampleId, false);
    EXPECT_EQ(boost::json::serialize(detail),
              R"({"created_at":"2025-11-02T09:10:11Z","updated_at":"2026-01-12T04:05:06Z",)"
              R"("score":7.2E0,"confidence":"Medium","alert_status":"Recurrent",)"
              R"("ref":["https://owasp.example.org/xss"]})");
  }
}

TEST(DastDetail, EvidenceIsKeptWhenWantedWithoutTheCookie) {
  const object detail = read_detail(sample("dast-result-info-200-flat.json"), kSampleId, true);
  EXPECT_EQ(
      detail.at("request_header"),
      "GET /search?q=%3Cb%3E HTTP/1.1\r\nHost: portal1.example.com\r\nCookie: [redacted]\r\n");
  EXPECT_EQ(detail.at("response_header"), "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n");
  EXPECT_EQ(detail.at("response_body"), "<html><b></html>");
  EXPECT_EQ(detail.at("attack"), "<b>");
  EXPECT_EQ(detail.at("params"), "q");
  EXPECT_EQ(detail.if_contains("comment"), nullptr);
}

TEST(DastDetail, AnotherResultsDetailIsRefused) {
  EXPECT_THROW(read_detail(R"({"id":"b","score":1})", "a", false), ingest::sdk::Error);
  EXPECT_THROW(read_detail(R"({"error":"x"})", "a", false), ingest::sdk::Error);
  EXPECT_THROW(read_detail("<html>", "a", false), ingest::sdk::Error);
  EXPECT_EQ(read_detail(R"({"score":1})", "a", false).size(), 1U) << "without an id";
}

TEST(DastDetail, OffByDefault) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 3}});
  tenant.fetch();
  for (const Request& request : tenant.host.requests)
    EXPECT_EQ(request.path().find("/info/"), std::string::npos);
  for (const object& row : tenant.full_rows("e")) EXPECT_EQ(row.if_contains("$detail"), nullptr);
}

TEST(DastDetail, EveryRowGetsItsOwn) {
  for (const bool wrapped : {false, true}) {
    DastTenant tenant;
    tenant.wraps_details = wrapped;
    tenant.add("e", {{.id = "s", .results = 450}});
    tenant.add("f", {{.id = "t", .results = 7}});
    tenant.detail = [](const std::string& id) {
      return object{{"id", id}, {"confidence", "of " + id}, {"request_body", "password=hush"}};
    };
    tenant.fetch({{"details", true}});
    EXPECT_EQ(tenant.rows("e"), numbered(450));
    for (const object& row : tenant.full_rows("e")) {
      ASSERT_NE(row.if_contains("$detail"), nullptr);
      EXPECT_EQ(boost::json::serialize(row.at("$detail")),
                "{\"confidence\":\"of " + ingest::sdk::json::text_at(row, "id") + "\"}");
    }
    EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_COMPLETE);
    EXPECT_EQ(tenant.report("e").warnings_size(), 0);
    EXPECT_EQ(tenant.host.most_outstanding, 8U) << "details overlap";
  }
}

TEST(DastDetail, IdsAreEncodedIntoThePath) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s"}});
  const std::string id = "a/b+ c%d=?#\xC3\xBC";
  tenant.override = [&](const Request& request) -> std::optional<Answer> {
    if (request.path() != "/api/dast/mfe-results/results/s") return std::nullopt;
    return Answer{200, boost::json::serialize(
                           object{{"results", boost::json::array{result_row(id)}}, {"total", 1}})};
  };
  tenant.fetch({{"details", true}});
  EXPECT_EQ(tenant.host.requests.back().path(),
            "/api/dast/mfe-results/results/info/a%2Fb%2B%20c%25d%3D%3F%23%C3%BC/s");
  EXPECT_EQ(tenant.full_rows("e").at(0).at("$detail").at("score"), 7.2);
}

TEST(DastDetail, AMissingOneCostsTheRowNothingElse) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 120}});
  tenant.override = [](const Request& request) -> std::optional<Answer> {
    if (request.path().find("/info/r17/") != std::string::npos) return Answer{500, "oops"};
    if (request.path().find("/info/r18/") != std::string::npos) return Answer{200, "<html>"};
    return std::nullopt;
  };
  tenant.fetch({{"details", true}});
  EXPECT_EQ(tenant.rows("e"), numbered(120));
  const auto rows = tenant.full_rows("e");
  EXPECT_EQ(rows[17].if_contains("$detail"), nullptr);
  EXPECT_EQ(rows[18].if_contains("$detail"), nullptr);
  EXPECT_NE(rows[19].if_contains("$detail"), nullptr);
  EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_COMPLETE);
  ASSERT_EQ(tenant.report("e").warnings_size(), 1);
  EXPECT_NE(tenant.report("e").warnings(0).find("the details of 2 of 120 results are missing"),
            std::string::npos)
      << tenant.report("e").warnings(0);
}

TEST(DastDetail, AServiceThatGivesNoneIsNotAskedForEver) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 1000}});
  tenant.override = [](const Request& request) -> std::optional<Answer> {
    if (request.path().find("/info/") == std::string::npos) return std::nullopt;
    return Answer{403, "Forbidden"};
  };
  tenant.fetch({{"details", true}});
  EXPECT_EQ(tenant.rows("e"), numbered(1000)) << "without details, but all of them";
  size_t asked = 0;
  for (const Request& request : tenant.host.requests)
    if (request.path().find("/info/") != std::string::npos) ++asked;
  EXPECT_LE(asked, 20U + 4U * 16U);
  EXPECT_NE(tenant.report("e").warnings(0).find("the details of 1000 of 1000"), std::string::npos)
      << tenant.report("e").warnings(0);
}

TEST(DastDetail, AFullPageOfEvidenceStaysSmall) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 100}});
  tenant.detail = [](const std::string& id) {
    object all{{"id", id}};
    for (const char* name : {"request_header", "request_body", "response_header", "response_body",
                             "attack", "evidence", "params", "other_info", "comment"})
      all[name] = std::string(10'000, '\x01');
    return all;
  };
  tenant.fetch({{"details", true}, {"evidence", true}});
  EXPECT_EQ(tenant.rows("e").size(), 100U);
  EXPECT_LT(tenant.sink->pages("e").at(1).payload.size(), INGEST_PAYLOAD_MAX);
}

}  // namespace
}  // namespace checkmarx::dast
