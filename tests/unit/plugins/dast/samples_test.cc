// The vendor's sample payloads, from the answers of the service to records, field by field; the
// twelve published rows first.
#include <gtest/gtest.h>

#include "dast_tenant.hpp"

namespace checkmarx::dast {
namespace {

using ingest::test::Answer;
using ingest::test::Request;
using ingest::test::sample;
using namespace ingest::v1;

constexpr char kPortal[] = "e0e0e0e0-0000-4000-8000-000000000001";
constexpr char kApi[] = "e0e0e0e0-0000-4000-8000-000000000002";
constexpr char kNeverScanned[] = "e0e0e0e0-0000-4000-8000-000000000003";
constexpr char kScan[] = "d0d0d0d0-0000-4000-8000-000000000001";
const std::string kIds = "0000000000000000000000000000000000000000000000000000000000abc00";

class DastSamples : public ::testing::Test {
 protected:
  DastSamples() {
    tenant.override = [](const Request& request) -> std::optional<Answer> {
      const std::string path = request.path();
      if (path == "/api/dast/scans/environments")
        return Answer{200, sample("dast-environments-200.json")};
      if (path == "/api/dast/scans/scans")
        return Answer{
            200, sample(request.query("environmentId") == kPortal ? "dast-scans-200.json"
                                                                  : "dast-scans-200-null.json")};
      if (path.find("/results/info/" + kIds + "1/") != std::string::npos)
        return Answer{200, sample("dast-result-info-200-flat.json")};
      if (path.find("/results/info/") != std::string::npos)
        return Answer{500, sample("error-dast-results-500.json")};
      if (path == "/api/dast/mfe-results/results/" + std::string(kScan))
        return Answer{
            200, sample(request.query("page") == "1" ? "dast-results-200-page1-perpage3.json"
                                                     : "dast-results-200-page2-perpage3.json")};
      return std::nullopt;
    };
  }
  Output run(const boost::json::object& config = {}) {
    tenant.fetch(config);
    std::vector<ingest::test::Record> pages;
    for (const char* unit : {kPortal, kApi, kNeverScanned}) {
      for (const auto& page : tenant.sink->pages(unit)) pages.push_back(page);
    }
    return transform(pages, config);
  }
  DastTenant tenant;
};

std::string attributes(const Asset& asset) {
  std::string all;
  for (const Attribute& one : asset.custom_attributes())
    all += one.key() + "=" + one.value() + "\n";
  return all;
}

TEST_F(DastSamples, AssetsByPublishedRows) {
  const Output out = run();
  ASSERT_EQ(out.assets.size(), 3U);
  const Asset& portal = out.assets[0];
  EXPECT_EQ(portal.external_asset_id(), kPortal);
  EXPECT_EQ(portal.vendor_asset_id(), kPortal);
  EXPECT_EQ(portal.name(), "Portal 1");
  EXPECT_EQ(portal.source_created_at().seconds(), 1761839792);
  EXPECT_EQ(portal.source_created_at().nanos(), 881'367'800);
  EXPECT_EQ(portal.application_url(), "https://portal1.example.com");
  EXPECT_EQ(out.assets[1].name(), "Orders API");
  EXPECT_EQ(out.assets[2].name(), "Never scanned");
}

TEST_F(DastSamples, FindingsByPublishedRows) {
  const Output out = run();
  ASSERT_EQ(out.findings.size(), 5U);
  EXPECT_TRUE(out.dead.empty());
  struct Expected {
    const char* name;
    Severity severity;
    FindingStatus status;
    const char* cwe;
  };
  const Expected expected[] = {
      {"Cross Site Scripting (Reflected)", SEVERITY_HIGH, FINDING_STATUS_ACTIVE, "CWE-79"},
      {"Content Security Policy (CSP) Header Not Set", SEVERITY_MEDIUM, FINDING_STATUS_ACTIVE,
       "CWE-693"},
      {"Cookie No HttpOnly Flag", SEVERITY_LOW, FINDING_STATUS_NEW, "CWE-1004"},
      {"User Agent Fuzzer", SEVERITY_INFO, FINDING_STATUS_ACTIVE, ""},
      {"SQL Injection", SEVERITY_CRITICAL, FINDING_STATUS_ACTIVE, "CWE-89"}};
  for (size_t i = 0; i < 5; ++i) {
    SCOPED_TRACE(expected[i].name);
    const Finding& finding = out.findings[i];
    EXPECT_EQ(finding.external_asset_id(), kPortal);
    EXPECT_EQ(finding.external_finding_id(), kIds + std::to_string(i + 1));
    EXPECT_EQ(finding.name(), expected[i].name);
    EXPECT_EQ(finding.description(),
              "Synthetic description of " + std::string(expected[i].name) + ".");
    EXPECT_EQ(finding.severity(), expected[i].severity);
    EXPECT_EQ(finding.status(), expected[i].status);
    EXPECT_EQ(finding.cwe_ids_size() == 0 ? "" : finding.cwe_ids(0), expected[i].cwe);
    EXPECT_EQ(finding.sub_category(), "DAST");
  }
}

TEST_F(DastSamples, FindingsByTheOtherRows) {
  const Output out = run();
  ASSERT_EQ(out.findings.size(), 5U);
  const Finding& xss = out.findings[0];
  EXPECT_EQ(xss.identity_key(), kIds + "1");
  EXPECT_EQ(xss.category(), "Vulnerability");
  EXPECT_EQ(xss.source_severity(), "HIGH");
  EXPECT_EQ(xss.source_status(), "Recurrent");
  EXPECT_EQ(xss.source_state(), "To Verify");
  EXPECT_EQ(xss.triage_state(), TRIAGE_STATE_TO_VERIFY);
  EXPECT_EQ(xss.location().url(), "https://portal1.example.com/search?q=%3Cb%3E");
  EXPECT_EQ(xss.location().method(), "GET");
  EXPECT_EQ(xss.location().path(), "/search?q=%3Cb%3E");
  EXPECT_EQ(xss.location().instance(), "GET /search?q=%3Cb%3E");
  EXPECT_EQ(xss.location().port(), 443U);
  EXPECT_EQ(xss.location().protocol(), "https");
  ASSERT_EQ(xss.owasp_size(), 2);
  EXPECT_EQ(xss.owasp(0), "OWASP_2021_A03");
  EXPECT_EQ(xss.solution(), "Synthetic solution.");
  EXPECT_EQ(xss.scan_id(), kScan);
  EXPECT_EQ(xss.first_found_on().seconds(), 1768186805) << "the scan's startTime";
  EXPECT_EQ(xss.last_found_on().seconds(), 1768190706) << "the scan's updateTime";
  EXPECT_EQ(xss.vendor_url(),
            "https://deu.ast.checkmarx.net/applicationsAndProjects/environments/" +
                std::string(kPortal) + "/" + kScan + "?resultId=" + kIds + "1");
  EXPECT_TRUE(out.findings[2].ignored().is_ignored());
  EXPECT_EQ(out.findings[2].ignored().reason(), "Not Exploitable");
  EXPECT_EQ(out.findings[3].owasp_size(), 0);
  EXPECT_EQ(out.findings[3].solution(), "");
  EXPECT_EQ(out.findings[4].triage_state(), TRIAGE_STATE_CUSTOM);
  EXPECT_EQ(out.findings[4].source_state(), "Custom Accepted");
  for (const Finding& finding : out.findings) EXPECT_FALSE(finding.has_evidence());
}

TEST_F(DastSamples, AssetsByTheOtherRows) {
  const Output out = run();
  EXPECT_EQ(attributes(out.assets[0]),
            "applicationId=c0ffee00-1111-4222-8333-444455556666\n"
            "lastScanID=d0d0d0d0-0000-4000-8000-000000000001\n"
            "lastScanTime=2026-01-12T04:05:06.1234567Z\nlastStatus=Completed\n"
            "projectId=a1b2c3d4-0000-4000-8000-000000000001\nriskRating=High risk\n"
            "scanId=d0d0d0d0-0000-4000-8000-000000000001\nscanStatus=Completed\nscanType=DAST\n"
            "tag=prod\n");
  EXPECT_EQ(attributes(out.assets[1]),
            "environmentType=API\nlastScanID=d0d0d0d0-0000-4000-8000-000000000002\n"
            "lastScanTime=2026-01-12T04:05:06.1234567Z\n"
            "lastStatus=Finished@Scan finished successfully\nriskRating=No risk\n"
            "scanType=DASTAPI\n");
  EXPECT_EQ(attributes(out.assets[2]), "lastStatus=New\nscanType=DAST\n");
  EXPECT_EQ(out.assets[0].last_seen().seconds(), 1768190706);
  EXPECT_FALSE(out.assets[2].has_last_seen());
}

TEST_F(DastSamples, AccountsAddUp) {
  run();
  EXPECT_EQ(tenant.listing().claimed(), 3U);
  EXPECT_EQ(tenant.listing().unique(), 3U);
  const UnitReport portal = tenant.report(kPortal);
  EXPECT_EQ(portal.outcome(), UNIT_OUTCOME_COMPLETE);
  EXPECT_EQ(portal.name(), "Portal 1");
  EXPECT_EQ(portal.scan_id(), kScan);
  EXPECT_EQ(portal.scan_status(), "Completed");
  EXPECT_EQ(portal.rows_claimed(), 5U);
  EXPECT_EQ(portal.rows_received(), 5U);
  EXPECT_EQ(portal.pages(), 3U);
  EXPECT_EQ(tenant.report(kNeverScanned).outcome(), UNIT_OUTCOME_EMPTY);
  EXPECT_EQ(tenant.report(kNeverScanned).reason(), "never scanned");
}

TEST_F(DastSamples, Details) {
  const Output out = run({{"details", true}});
  ASSERT_EQ(out.findings.size(), 5U);
  const Finding& xss = out.findings[0];
  EXPECT_EQ(xss.first_found_on().seconds(), 1762074611);
  EXPECT_EQ(xss.last_found_on().seconds(), 1768190706);
  EXPECT_EQ(xss.last_found_on().nanos(), 0);
  EXPECT_EQ(xss.source_score(), 7.2);
  EXPECT_EQ(xss.confidence(), "Medium");
  ASSERT_EQ(xss.references_size(), 1);
  EXPECT_EQ(xss.references(0).url(), "https://owasp.example.org/xss");
  EXPECT_FALSE(xss.has_evidence());
  EXPECT_EQ(out.findings[1].first_found_on().seconds(), 1768186805) << "its detail failed";
  EXPECT_NE(tenant.report(kPortal).warnings(0).find("4 of 5 results"), std::string::npos);
  EXPECT_NE(tenant.report(kPortal).warnings(0).find("internal error"), std::string::npos);
}

TEST_F(DastSamples, Evidence) {
  const Output out = run({{"details", true}, {"evidence", true}});
  const Evidence& evidence = out.findings.at(0).evidence();
  EXPECT_EQ(evidence.attack(), "<b>");
  EXPECT_EQ(evidence.evidence(), "<b>");
  EXPECT_EQ(
      evidence.request(),
      "GET /search?q=%3Cb%3E HTTP/1.1\r\nHost: portal1.example.com\r\nCookie: [redacted]\r\n");
  EXPECT_EQ(evidence.response(),
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\n<html><b></html>");
  EXPECT_EQ(out.findings.at(0).location().parameter(), "q");
}

TEST_F(DastSamples, EmptyAndNullAnswers) {
  tenant.override = [](const Request& request) -> std::optional<Answer> {
    if (request.path() != "/api/dast/scans/environments") return std::nullopt;
    return Answer{200, sample("dast-environments-200-null.json")};
  };
  tenant.fetch();
  EXPECT_TRUE(tenant.sink->reports.empty());
  EXPECT_EQ(tenant.listing().claimed(), 0U);
  EXPECT_EQ(tenant.listing().note(), "");

  DastTenant other;
  other.add("e", {{.id = "s", .results = 1}});
  other.override = [](const Request& request) -> std::optional<Answer> {
    if (request.path() != "/api/dast/mfe-results/results/s") return std::nullopt;
    return Answer{200, sample("dast-results-200-empty.json")};
  };
  other.fetch();
  EXPECT_EQ(other.report("e").rows_received(), 0U);
  EXPECT_EQ(other.report("e").outcome(), UNIT_OUTCOME_COMPLETE);
  other.override = [](const Request& request) -> std::optional<Answer> {
    if (request.path() != "/api/dast/mfe-results/results/s") return std::nullopt;
    return Answer{404, sample("dast-results-404-no-results.json")};
  };
  other.fetch();
  EXPECT_EQ(other.report("e").outcome(), UNIT_OUTCOME_FAILED) << "the scan says hasResults";
}

}  // namespace
}  // namespace checkmarx::dast
