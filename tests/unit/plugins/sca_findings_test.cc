// Rows as findings: the samples, field by field.
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

std::string utc(const google::protobuf::Timestamp& time) {
  return std::to_string(time.seconds()) + "." + std::to_string(time.nanos());
}

TEST(ScaFindings, OfTheMixedSampleFieldByField) {
  const Output out = transform(sample_project(), sample("results-200-mixed-single-page.json"), 1);
  ASSERT_EQ(out.findings.size(), 6U);
  EXPECT_TRUE(out.dead.empty());
  const std::map<std::string, uint64_t> engines = {{"engine sast", 1},
                                                   {"engine kics", 1},
                                                   {"engine containers", 1},
                                                   {"engine sscs-secret-detection", 1}};
  EXPECT_EQ(out.filtered, engines);
  EXPECT_EQ(out.accounted(), 10U);

  const Finding& f = out.findings[0];
  EXPECT_EQ(f.cve_ids_size(), 1);
  EXPECT_EQ(f.cve_ids(0), "CVE-2099-10001");
  EXPECT_EQ(f.cwe_ids(0), "CWE-400");
  EXPECT_EQ(f.sub_category(), "sca");
  EXPECT_EQ(f.external_finding_id(), "CVE-2099-10001");
  EXPECT_EQ(f.status(), FINDING_STATUS_ACTIVE);
  EXPECT_EQ(f.severity(), SEVERITY_HIGH);
  EXPECT_EQ(utc(f.first_found_on()), "1761658169.0");
  EXPECT_EQ(utc(f.last_found_on()), "1768051952.0");
  EXPECT_EQ(f.description(),
            "Synthetic description of CVE-2099-10001 in Npm-example-parser-1.0.2.");
  EXPECT_EQ(f.name(), "Npm-example-parser-1.0.2 (CVE-2099-10001)");

  EXPECT_EQ(f.identity_key(), "Q1ZFLTIwOTktMTAwMDFOcG0tZXhhbXBsZS1wYXJzZXI=");
  EXPECT_EQ(f.alternate_id(), f.identity_key());
  EXPECT_EQ(f.similarity_id(), "CVE-2099-10001");
  EXPECT_EQ(f.external_asset_id(), "a1b2c3d4-0000-4000-8000-000000000001");
  EXPECT_EQ(f.asset_class(), ASSET_CLASS_GENERIC_APPLICATION);
  EXPECT_EQ(f.source_ref().unit(), f.external_asset_id());
  EXPECT_EQ(f.source_ref().place(), 1U);
  EXPECT_EQ(f.source_ref().row(), 0U);
  EXPECT_EQ(f.scan_id(), "51515151-0000-4000-8000-000000000001");
  EXPECT_EQ(f.first_scan_id(), "51515151-0000-4000-8000-000000000100");
  EXPECT_EQ(f.vendor_name(), "Checkmarx");
  EXPECT_EQ(f.vendor_product_name(), "CheckmarxOne SCA");
  EXPECT_EQ(f.vendor_url(), "");
  EXPECT_EQ(f.category(), "Vulnerability");
  EXPECT_EQ(f.source_severity(), "HIGH");
  EXPECT_EQ(f.source_status(), "RECURRENT");
  EXPECT_EQ(f.source_state(), "TO_VERIFY");
  EXPECT_EQ(f.source_score_range(), "INFO..CRITICAL");
  EXPECT_EQ(f.triage_state(), TRIAGE_STATE_TO_VERIFY);
  EXPECT_FALSE(f.ignored().is_ignored());
  EXPECT_EQ(f.confidence(), "0");
  EXPECT_EQ(utc(f.published_at()), "1752768935.0");
  EXPECT_EQ(utc(f.source_created_at()), "1768051952.0");
  EXPECT_EQ(f.package().identifier(), "Npm-example-parser-1.0.2");
  EXPECT_EQ(f.package().ecosystem(), "Npm");
  EXPECT_EQ(f.package().name(), "example-parser");
  EXPECT_EQ(f.package().version(), "1.0.2");
  EXPECT_EQ(f.package().recommended_version(), "1.1.0");
  EXPECT_EQ(f.package().recommendations(), "1.1.0");
  ASSERT_EQ(f.references_size(), 2);
  EXPECT_EQ(f.references(0).url(), "https://advisories.example.com/CVE-2099-10001");
  EXPECT_EQ(f.references(1).type(), "Commit");
  EXPECT_EQ(f.cvss().version(), "3");
  EXPECT_DOUBLE_EQ(f.cvss().base_score(), 7.5);
  EXPECT_EQ(f.cvss().severity(), "HIGH");
  EXPECT_EQ(f.cvss().vector(), "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H");
  EXPECT_EQ(f.cvss().attack_vector(), "NETWORK");
  EXPECT_EQ(f.cvss().scope(), "UNCHANGED");
  EXPECT_EQ(f.cvss().availability(), "HIGH");
}

TEST(ScaFindings, OfTheMixedSampleWhereTheRowsDiffer) {
  const Output out = transform(sample_project(), sample("results-200-mixed-single-page.json"), 1);
  ASSERT_EQ(out.findings.size(), 6U);
  EXPECT_EQ(out.findings[1].external_finding_id(), out.findings[0].external_finding_id());
  EXPECT_NE(out.findings[1].identity_key(), out.findings[0].identity_key());

  const Finding& own = out.findings[2];
  EXPECT_EQ(own.cve_ids_size(), 0) << "an id of Checkmarx' own is no CVE";
  EXPECT_EQ(own.status(), FINDING_STATUS_NEW);
  EXPECT_EQ(own.triage_state(), TRIAGE_STATE_NOT_EXPLOITABLE);
  EXPECT_TRUE(own.ignored().is_ignored());
  EXPECT_DOUBLE_EQ(own.cvss().base_score(), 3.7) << "without the noise of a float";
  EXPECT_EQ(own.package().recommended_version(), "");

  const Finding& maven = out.findings[3];
  EXPECT_EQ(maven.severity(), SEVERITY_CRITICAL);
  EXPECT_EQ(maven.triage_state(), TRIAGE_STATE_URGENT);
  EXPECT_EQ(maven.cwe_ids_size(), 0) << "NVD-CWE-Other";
  EXPECT_EQ(maven.cvss().vector(), "");
  EXPECT_DOUBLE_EQ(maven.cvss().base_score(), 10);
  EXPECT_EQ(maven.package().name(), "org.example:core-lib");
  ASSERT_EQ(maven.exploitable_methods_size(), 1);
  EXPECT_EQ(maven.exploitable_methods(0).full_name(), "org.example.Core.lookup");
  EXPECT_EQ(maven.exploitable_methods(0).name_space(), "org.example");

  const Finding& python = out.findings[4];
  EXPECT_EQ(python.identity_key(), "CVE-2099-10003|Python-examplelib-4.2.5") << "no alternateId";
  EXPECT_EQ(python.alternate_id(), "");
  EXPECT_EQ(python.status(), FINDING_STATUS_FIXED);
  EXPECT_EQ(python.triage_state(), TRIAGE_STATE_CUSTOM);
  EXPECT_EQ(python.source_state(), "Risk Accepted (custom)");
  EXPECT_EQ(python.cve_ids(0), "CVE-2099-10003") << "cveName holds a CWE; the id is the CVE";
  EXPECT_EQ(python.cwe_ids(0), "CWE-74");
  EXPECT_EQ(python.cvss().severity(), "MEDIUM");
  EXPECT_EQ(python.cvss().vector(), "");

  const Finding& info = out.findings[5];
  EXPECT_EQ(info.severity(), SEVERITY_INFO);
  EXPECT_EQ(info.cve_ids(0), "CVE-2099-10004");
  EXPECT_EQ(info.cwe_ids_size(), 0);
  EXPECT_TRUE(info.cvss().has_base_score()) << "zero is a score";
  EXPECT_DOUBLE_EQ(info.cvss().base_score(), 0);
}

TEST(ScaFindings, PagesOfTheSampleGiveTheSame) {
  const Output whole = transform(sample_project(), sample("results-200-mixed-single-page.json"), 1);
  std::vector<std::string> keys;
  for (const char* page : {"results-200-limit4-offset0.json", "results-200-limit4-offset1.json",
                           "results-200-limit4-offset2.json"}) {
    for (const Finding& f : transform(sample_project(), sample(page), 1).findings)
      keys.push_back(f.identity_key());
  }
  ASSERT_EQ(keys.size(), whole.findings.size());
  for (size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(keys[i], whole.findings[i].identity_key());
  for (const char* page : {"results-200-null.json", "results-200-limit4-offset3-past-end.json"})
    EXPECT_EQ(transform(sample_project(), sample(page), 1).accounted(), 0U);
}

TEST(ScaFindings, BelongToTheRepositoryWhenOnlyThatIsSelected) {
  const object scope{{"asset_classes", {"code-repository"}}};
  const std::string body = sample("results-200-mixed-single-page.json");
  const Output with = transform(sample_project(0), body, 1, scope);
  ASSERT_EQ(with.findings.size(), 6U);
  EXPECT_EQ(with.findings[0].asset_class(), ASSET_CLASS_CODE_REPOSITORY);
  const Output without = transform(sample_project(1), body, 1, scope);
  EXPECT_TRUE(without.findings.empty());
  EXPECT_EQ(without.filtered.at("no repository URL, and only code-repository is selected"), 6U);
  EXPECT_EQ(without.accounted(), 10U);
}

TEST(ScaFindings, AreFilteredWhenNotSelected) {
  const Output out = rows(R"([{"type":"sca"},{"type":"sast"}])", {{"findings", array()}});
  EXPECT_EQ(out.filtered.at("findings are not selected"), 1U);
  EXPECT_EQ(out.accounted(), 2U);
}

}  // namespace
}  // namespace checkmarx::sca
