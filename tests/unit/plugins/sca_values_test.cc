// Values of rows in all their forms.
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

// One row that maps, with the members of change on top.
Finding one(const object& change) {
  object row{{"type", "sca"},
             {"id", "CVE-2099-10001"},
             {"status", "NEW"},
             {"severity", "HIGH"},
             {"data", {{"packageIdentifier", "Npm-x-1.0"}}}};
  for (const auto& member : change) row[member.key()] = member.value();
  const Output out = rows(boost::json::serialize(array{row}));
  EXPECT_EQ(out.findings.size(), 1U) << (out.dead.empty() ? "" : out.dead[0].reason());
  return out.findings.empty() ? Finding() : out.findings[0];
}

TEST(ScaFindings, CwesOfAllForms) {
  const auto cwe = [](const boost::json::value& id) {
    const Finding f = one({{"vulnerabilityDetails", {{"cweId", id}}}});
    return f.cwe_ids_size() == 0 ? std::string() : f.cwe_ids(0);
  };
  EXPECT_EQ(cwe("CWE-79"), "CWE-79");
  EXPECT_EQ(cwe("cwe-79"), "CWE-79");
  EXPECT_EQ(cwe(79), "CWE-79");
  EXPECT_EQ(cwe("79"), "CWE-79");
  for (const boost::json::value& none :
       {boost::json::value(""), boost::json::value("-1"), boost::json::value(-1),
        boost::json::value("NVD-CWE-Other"), boost::json::value(nullptr), boost::json::value("0")})
    EXPECT_EQ(cwe(none), "") << boost::json::serialize(none);
}

TEST(ScaFindings, CvesAreTakenOnlyWhenTheyAreSome) {
  const auto cve = [](const char* name, const char* id) {
    const Finding f = one({{"id", id}, {"vulnerabilityDetails", {{"cveName", name}}}});
    return f.cve_ids_size() == 0 ? std::string() : f.cve_ids(0);
  };
  EXPECT_EQ(cve("CVE-2025-7339", "Cx1"), "CVE-2025-7339");
  EXPECT_EQ(cve("CWE-74", "CVE-2025-123456"), "CVE-2025-123456");
  EXPECT_EQ(cve("", "CVE-2025-1234"), "CVE-2025-1234");
  EXPECT_EQ(cve("CVE-2025-123", "Cx1"), "");
  EXPECT_EQ(cve("xCVE-2025-1234", "Cx1"), "");
  EXPECT_EQ(cve("CVE-2025-1234x", "Cx1"), "");
}

TEST(ScaFindings, StatusAndStateOfAllForms) {
  EXPECT_EQ(one({{"status", "NEW"}}).status(), FINDING_STATUS_NEW);
  EXPECT_EQ(one({{"status", "Recurrent"}}).status(), FINDING_STATUS_ACTIVE);
  const Finding odd = one({{"status", "PARKED"}});
  EXPECT_EQ(odd.status(), FINDING_STATUS_ACTIVE);
  EXPECT_EQ(odd.source_status(), "PARKED");
  EXPECT_EQ(one({{"status", nullptr}}).status(), FINDING_STATUS_ACTIVE);
  const Finding blank = one({{"state", "URGENT "}});
  EXPECT_EQ(blank.triage_state(), TRIAGE_STATE_URGENT);
  EXPECT_EQ(blank.source_state(), "URGENT");
  EXPECT_EQ(one({}).triage_state(), TRIAGE_STATE_UNSPECIFIED);
  EXPECT_TRUE(one({{"state", "NOT_EXPLOITABLE "}}).ignored().is_ignored());
  EXPECT_FALSE(one({{"state", "PROPOSED_NOT_EXPLOITABLE"}}).ignored().is_ignored());
}

TEST(ScaFindings, SurviveOddExtras) {
  const Finding f = one({{"vulnerabilityDetails", {{"cvss", "none"}, {"cvssScore", "high"}}},
                         {"firstFoundAt", "yesterday"},
                         {"confidenceLevel", {{"x", 1}}}});
  EXPECT_FALSE(f.has_first_found_on());
  EXPECT_FALSE(f.cvss().has_base_score());
  EXPECT_EQ(one({{"data", nullptr}}).identity_key(), "CVE-2099-10001");
  EXPECT_EQ(one({{"queryId", 14517067005933136034ULL}}).name(), "Npm-x-1.0 (CVE-2099-10001)");
  EXPECT_EQ(one({{"data", {{"queryName", "Given"}}}}).name(), "Given");
}

}  // namespace
}  // namespace checkmarx::sca
