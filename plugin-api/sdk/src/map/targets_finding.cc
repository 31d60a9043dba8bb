// The fields of a finding that a map fills: what it is, its life cycle, the source's own words. The
// host's own (id, asset_id, fingerprint, source_ref) are not among them, nor is asset_class.
#include <limits>

#include "fields.hpp"

namespace ingest::sdk::map {
namespace {

using v1::Finding;

constexpr auto severities = [] {
  return EnumNames{{"INFO", v1::SEVERITY_INFO},
                   {"LOW", v1::SEVERITY_LOW},
                   {"MEDIUM", v1::SEVERITY_MEDIUM},
                   {"HIGH", v1::SEVERITY_HIGH},
                   {"CRITICAL", v1::SEVERITY_CRITICAL}};
};

constexpr auto statuses = [] {
  return EnumNames{
      {"NEW", v1::FINDING_STATUS_NEW},           {"ACTIVE", v1::FINDING_STATUS_ACTIVE},
      {"REOPENED", v1::FINDING_STATUS_REOPENED}, {"PROTECTED", v1::FINDING_STATUS_PROTECTED},
      {"RETEST", v1::FINDING_STATUS_RETEST},     {"FIXED", v1::FINDING_STATUS_FIXED}};
};

constexpr auto triage_states = [] {
  return EnumNames{{"TO_VERIFY", v1::TRIAGE_STATE_TO_VERIFY},
                   {"PROPOSED_NOT_EXPLOITABLE", v1::TRIAGE_STATE_PROPOSED_NOT_EXPLOITABLE},
                   {"NOT_EXPLOITABLE", v1::TRIAGE_STATE_NOT_EXPLOITABLE},
                   {"CONFIRMED", v1::TRIAGE_STATE_CONFIRMED},
                   {"URGENT", v1::TRIAGE_STATE_URGENT},
                   {"CUSTOM", v1::TRIAGE_STATE_CUSTOM}};
};

bool set_source_score(Finding& finding, const Value& value, std::string& why) {
  constexpr double kMost = std::numeric_limits<double>::max();
  double score = 0;
  if (!to_real(value, -kMost, kMost, score, why)) return false;
  finding.set_source_score(score);
  return true;
}

}  // namespace

void add_finding_targets(std::deque<Target>& all) {
  const auto add = [&all](Target target) { all.push_back(std::move(target)); };
  add(Entry("findings[].externalAssetId", "Finding.external_asset_id", "text",
            "The source's id of the finding's asset.")
          .to(text<Finding>([](Finding& m) { return m.mutable_external_asset_id(); })));
  add(Entry("findings[].externalFindingId", "Finding.external_finding_id", "text",
            "The source's id; may repeat within an asset.")
          .to(text<Finding>([](Finding& m) { return m.mutable_external_finding_id(); })));
  add(Entry("findings[].identityKey", "Finding.identity_key", "text",
            "What tells the finding from all others of its asset.")
          .to(text<Finding>([](Finding& m) { return m.mutable_identity_key(); }))
          .required([](const Finding& m) { return !m.identity_key().empty(); }));
  add(Entry("findings[].alternateId", "Finding.alternate_id", "text",
            "The source's id of the result, if it has one.")
          .to(text<Finding>([](Finding& m) { return m.mutable_alternate_id(); })));
  add(Entry("findings[].similarityId", "Finding.similarity_id", "text",
            "The source's id of similar results.")
          .to(text<Finding>([](Finding& m) { return m.mutable_similarity_id(); })));
  add(Entry("findings[].name", "Finding.name", "text", "Title.")
          .to(text<Finding>([](Finding& m) { return m.mutable_name(); }))
          .alias("findings[].title")
          .required([](const Finding& m) { return !m.name().empty(); }));
  add(Entry("findings[].description", "Finding.description", "text", "Description.")
          .to(text<Finding>([](Finding& m) { return m.mutable_description(); })));
  add(Entry("findings[].category", "Finding.category", "text",
            "Broad class, such as Vulnerability.")
          .to(text<Finding>([](Finding& m) { return m.mutable_category(); }))
          .alias("findings[].type"));
  add(Entry("findings[].subCategory", "Finding.sub_category", "text", "Finer class, such as sca.")
          .to(text<Finding>([](Finding& m) { return m.mutable_sub_category(); }))
          .alias("findings[].subType"));
  add(Entry("findings[].severity", "Finding.severity", "severity",
            "INFO, LOW, MEDIUM, HIGH, CRITICAL or 1 to 5.")
          .to(choice<Finding>(
              severities, [](Finding& m, int n) { m.set_severity(static_cast<v1::Severity>(n)); }))
          .required([](const Finding& m) { return m.severity() != v1::SEVERITY_UNSPECIFIED; }));
  add(Entry("findings[].cveId", "Finding.cve_ids", "text", "CVE ids, upper case.")
          .to(texts<Finding>([](Finding& m) { return m.mutable_cve_ids(); }))
          .alias("cveId")
          .alias("findings[].cveIds")
          .repeated());
  add(Entry("findings[].cweId", "Finding.cwe_ids", "text", "CWE ids, such as CWE-79.")
          .to(texts<Finding>([](Finding& m) { return m.mutable_cwe_ids(); }))
          .alias("cweId")
          .alias("findings[].cweIds")
          .repeated());
  add(Entry("findings[].findingStatus", "Finding.status", "status",
            "NEW, ACTIVE, REOPENED, PROTECTED, RETEST or FIXED.")
          .to(choice<Finding>(
              statuses, [](Finding& m, int n) { m.set_status(static_cast<v1::FindingStatus>(n)); }))
          .alias("findings[].status")
          .required([](const Finding& m) { return m.status() != v1::FINDING_STATUS_UNSPECIFIED; }));
  add(Entry("findings[].triageState", "Finding.triage_state", "triage state",
            "TO_VERIFY, PROPOSED_NOT_EXPLOITABLE, NOT_EXPLOITABLE, CONFIRMED, URGENT, CUSTOM.")
          .to(choice<Finding>(triage_states, [](Finding& m, int n) {
            m.set_triage_state(static_cast<v1::TriageState>(n));
          })));
  add(Entry("findings[].ignored", "Finding.ignored.is_ignored", "boolean",
            "People decided to ignore it.")
          .to(boolean<Finding>([](Finding& m, bool b) { m.mutable_ignored()->set_is_ignored(b); }))
          .alias("findings[].ignored.isIgnored")
          .alias("findings[].isIgnored"));
  add(Entry("findings[].ignored.reason", "Finding.ignored.reason", "text",
            "Why it is ignored, in the source's words.")
          .to(text<Finding>([](Finding& m) { return m.mutable_ignored()->mutable_reason(); })));
  add(Entry("findings[].firstFoundOn", "Finding.first_found_on", "time", "First found.")
          .to(time<Finding>([](Finding& m) { return m.mutable_first_found_on(); }))
          .alias("findings[].firstFoundDate"));
  add(Entry("findings[].lastFoundOn", "Finding.last_found_on", "time", "Last found.")
          .to(time<Finding>([](Finding& m) { return m.mutable_last_found_on(); }))
          .alias("findings[].lastFoundDate"));
  add(Entry("findings[].lastFixedOn", "Finding.last_fixed_on", "time", "Last fixed.")
          .to(time<Finding>([](Finding& m) { return m.mutable_last_fixed_on(); }))
          .alias("findings[].lastFixedDate"));
  add(Entry("findings[].reopenedOn", "Finding.reopened_on", "time",
            "Found again after it was fixed.")
          .to(time<Finding>([](Finding& m) { return m.mutable_reopened_on(); }))
          .alias("findings[].reopenedDate"));
  add(Entry("findings[].sourceCreatedAt", "Finding.source_created_at", "time",
            "When the source made the row.")
          .to(time<Finding>([](Finding& m) { return m.mutable_source_created_at(); })));
  add(Entry("findings[].publishedAt", "Finding.published_at", "time",
            "When the vulnerability became public.")
          .to(time<Finding>([](Finding& m) { return m.mutable_published_at(); }))
          .alias("findings[].cvePublishedDate"));
  add(Entry("findings[].sourceSeverity", "Finding.source_severity", "text",
            "The source's own word for the severity.")
          .to(text<Finding>([](Finding& m) { return m.mutable_source_severity(); })));
  add(Entry("findings[].sourceStatus", "Finding.source_status", "text",
            "The source's own word for the status.")
          .to(text<Finding>([](Finding& m) { return m.mutable_source_status(); })));
  add(Entry("findings[].sourceState", "Finding.source_state", "text",
            "The source's own word for the triage state.")
          .to(text<Finding>([](Finding& m) { return m.mutable_source_state(); })));
  add(Entry("findings[].sourceScoreRange", "Finding.source_score_range", "text",
            "The scale of sourceSeverity.")
          .to(text<Finding>([](Finding& m) { return m.mutable_source_score_range(); })));
  add(Entry("findings[].sourceScore", "Finding.source_score", "number",
            "The source's score, in its own scale.")
          .to(Access<Finding>{set_source_score}));
  add(Entry("findings[].confidence", "Finding.confidence", "text", "The source's word or number.")
          .to(text<Finding>([](Finding& m) { return m.mutable_confidence(); })));
  add(Entry("findings[].qds", "Finding.qds", "integer",
            "Qualys detection score, 1 to 100; 0 unknown.")
          .to(integer<Finding, 100>([](Finding& m, std::uint32_t n) { m.set_qds(n); })));
  add(Entry("findings[].riskFactors", "Finding.risk_factors", "text",
            "Such as an exploitable path.")
          .to(texts<Finding>([](Finding& m) { return m.mutable_risk_factors(); }))
          .repeated());
  add(Entry("findings[].vendorName", "Finding.vendor_name", "text", "Vendor of the source.")
          .to(text<Finding>([](Finding& m) { return m.mutable_vendor_name(); })));
  add(Entry("findings[].vendorProductName", "Finding.vendor_product_name", "text",
            "Product of the source.")
          .to(text<Finding>([](Finding& m) { return m.mutable_vendor_product_name(); })));
  add(Entry("findings[].vendorUrl", "Finding.vendor_url", "text",
            "The finding in the vendor's interface.")
          .to(text<Finding>([](Finding& m) { return m.mutable_vendor_url(); })));
  add(Entry("findings[].scanId", "Finding.scan_id", "text", "The scan whose results these are.")
          .to(text<Finding>([](Finding& m) { return m.mutable_scan_id(); })));
  add(Entry("findings[].firstScanId", "Finding.first_scan_id", "text",
            "The scan that found it first.")
          .to(text<Finding>([](Finding& m) { return m.mutable_first_scan_id(); })));
}

}  // namespace ingest::sdk::map
