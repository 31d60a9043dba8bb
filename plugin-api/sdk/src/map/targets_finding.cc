// The fields of a finding that a map fills: what it is, its life cycle, the source's own words. The
// host's own (id, asset_id, fingerprint, source_ref) are not among them, nor is asset_class.
#include <limits>

#include "fields.hpp"
#include "ingest/v1/finding.pb.h"

namespace ingest::sdk::map {
namespace {

using v1::Finding;

const EnumNames& severities() {
  static const EnumNames names = {{"INFO", v1::SEVERITY_INFO},
                                  {"LOW", v1::SEVERITY_LOW},
                                  {"MEDIUM", v1::SEVERITY_MEDIUM},
                                  {"HIGH", v1::SEVERITY_HIGH},
                                  {"CRITICAL", v1::SEVERITY_CRITICAL}};
  return names;
}

const EnumNames& statuses() {
  static const EnumNames names = {
      {"NEW", v1::FINDING_STATUS_NEW},           {"ACTIVE", v1::FINDING_STATUS_ACTIVE},
      {"REOPENED", v1::FINDING_STATUS_REOPENED}, {"PROTECTED", v1::FINDING_STATUS_PROTECTED},
      {"RETEST", v1::FINDING_STATUS_RETEST},     {"FIXED", v1::FINDING_STATUS_FIXED}};
  return names;
}

const EnumNames& triage_states() {
  static const EnumNames names = {
      {"TO_VERIFY", v1::TRIAGE_STATE_TO_VERIFY},
      {"PROPOSED_NOT_EXPLOITABLE", v1::TRIAGE_STATE_PROPOSED_NOT_EXPLOITABLE},
      {"NOT_EXPLOITABLE", v1::TRIAGE_STATE_NOT_EXPLOITABLE},
      {"CONFIRMED", v1::TRIAGE_STATE_CONFIRMED},
      {"URGENT", v1::TRIAGE_STATE_URGENT},
      {"CUSTOM", v1::TRIAGE_STATE_CUSTOM}};
  return names;
}

constexpr double kAny = std::numeric_limits<double>::max();

}  // namespace

void add_finding_targets(std::deque<Target>& all) {
  const auto add = [&all](Target target) { all.push_back(std::move(target)); };
  add(Entry("findings[].externalAssetId", "Finding.external_asset_id", "text",
            "The source's id of the finding's asset.")
          .text(Finding::kExternalAssetIdFieldNumber));
  add(Entry("findings[].externalFindingId", "Finding.external_finding_id", "text",
            "The source's id; may repeat within an asset.")
          .text(Finding::kExternalFindingIdFieldNumber));
  add(Entry("findings[].identityKey", "Finding.identity_key", "text",
            "What tells the finding from all others of its asset.")
          .text(Finding::kIdentityKeyFieldNumber)
          .required());
  add(Entry("findings[].alternateId", "Finding.alternate_id", "text",
            "The source's id of the result, if it has one.")
          .text(Finding::kAlternateIdFieldNumber));
  add(Entry("findings[].similarityId", "Finding.similarity_id", "text",
            "The source's id of similar results.")
          .text(Finding::kSimilarityIdFieldNumber));
  add(Entry("findings[].name", "Finding.name", "text", "Title.")
          .text(Finding::kNameFieldNumber)
          .alias("findings[].title")
          .required());
  add(Entry("findings[].description", "Finding.description", "text", "Description.")
          .text(Finding::kDescriptionFieldNumber));
  add(Entry("findings[].category", "Finding.category", "text",
            "Broad class, such as Vulnerability.")
          .text(Finding::kCategoryFieldNumber)
          .alias("findings[].type"));
  add(Entry("findings[].subCategory", "Finding.sub_category", "text", "Finer class, such as sca.")
          .text(Finding::kSubCategoryFieldNumber)
          .alias("findings[].subType"));
  add(Entry("findings[].severity", "Finding.severity", "severity",
            "INFO, LOW, MEDIUM, HIGH, CRITICAL or 1 to 5.")
          .choice(Finding::kSeverityFieldNumber, severities())
          .required());
  add(Entry("findings[].cveId", "Finding.cve_ids", "text", "CVE ids, upper case.")
          .texts(Finding::kCveIdsFieldNumber)
          .alias("cveId")
          .alias("findings[].cveIds"));
  add(Entry("findings[].cweId", "Finding.cwe_ids", "text", "CWE ids, such as CWE-79.")
          .texts(Finding::kCweIdsFieldNumber)
          .alias("cweId")
          .alias("findings[].cweIds"));
  add(Entry("findings[].findingStatus", "Finding.status", "status",
            "NEW, ACTIVE, REOPENED, PROTECTED, RETEST or FIXED.")
          .choice(Finding::kStatusFieldNumber, statuses())
          .alias("findings[].status")
          .required());
  add(Entry("findings[].triageState", "Finding.triage_state", "triage state",
            "TO_VERIFY, PROPOSED_NOT_EXPLOITABLE, NOT_EXPLOITABLE, CONFIRMED, URGENT, CUSTOM.")
          .choice(Finding::kTriageStateFieldNumber, triage_states()));
  add(Entry("findings[].ignored", "Finding.ignored.is_ignored", "boolean",
            "People decided to ignore it.")
          .truth({Finding::kIgnoredFieldNumber, v1::Ignored::kIsIgnoredFieldNumber})
          .alias("findings[].ignored.isIgnored")
          .alias("findings[].isIgnored"));
  add(Entry("findings[].ignored.reason", "Finding.ignored.reason", "text",
            "Why it is ignored, in the source's words.")
          .text({Finding::kIgnoredFieldNumber, v1::Ignored::kReasonFieldNumber}));
  add(Entry("findings[].firstFoundOn", "Finding.first_found_on", "time", "First found.")
          .time(Finding::kFirstFoundOnFieldNumber)
          .alias("findings[].firstFoundDate"));
  add(Entry("findings[].lastFoundOn", "Finding.last_found_on", "time", "Last found.")
          .time(Finding::kLastFoundOnFieldNumber)
          .alias("findings[].lastFoundDate"));
  add(Entry("findings[].lastFixedOn", "Finding.last_fixed_on", "time", "Last fixed.")
          .time(Finding::kLastFixedOnFieldNumber)
          .alias("findings[].lastFixedDate"));
  add(Entry("findings[].reopenedOn", "Finding.reopened_on", "time",
            "Found again after it was fixed.")
          .time(Finding::kReopenedOnFieldNumber)
          .alias("findings[].reopenedDate"));
  add(Entry("findings[].sourceCreatedAt", "Finding.source_created_at", "time",
            "When the source made the row.")
          .time(Finding::kSourceCreatedAtFieldNumber));
  add(Entry("findings[].publishedAt", "Finding.published_at", "time",
            "When the vulnerability became public.")
          .time(Finding::kPublishedAtFieldNumber)
          .alias("findings[].cvePublishedDate"));
  add(Entry("findings[].sourceSeverity", "Finding.source_severity", "text",
            "The source's own word for the severity.")
          .text(Finding::kSourceSeverityFieldNumber));
  add(Entry("findings[].sourceStatus", "Finding.source_status", "text",
            "The source's own word for the status.")
          .text(Finding::kSourceStatusFieldNumber));
  add(Entry("findings[].sourceState", "Finding.source_state", "text",
            "The source's own word for the triage state.")
          .text(Finding::kSourceStateFieldNumber));
  add(Entry("findings[].sourceScoreRange", "Finding.source_score_range", "text",
            "The scale of sourceSeverity.")
          .text(Finding::kSourceScoreRangeFieldNumber));
  add(Entry("findings[].sourceScore", "Finding.source_score", "number",
            "The source's score, in its own scale.")
          .real(Finding::kSourceScoreFieldNumber, -kAny, kAny));
  add(Entry("findings[].confidence", "Finding.confidence", "text", "The source's word or number.")
          .text(Finding::kConfidenceFieldNumber));
  add(Entry("findings[].qds", "Finding.qds", "integer",
            "Qualys detection score, 1 to 100; 0 unknown.")
          .integer(Finding::kQdsFieldNumber, 100));
  add(Entry("findings[].riskFactors", "Finding.risk_factors", "text",
            "Such as an exploitable path.")
          .texts(Finding::kRiskFactorsFieldNumber));
  add(Entry("findings[].vendorName", "Finding.vendor_name", "text", "Vendor of the source.")
          .text(Finding::kVendorNameFieldNumber));
  add(Entry("findings[].vendorProductName", "Finding.vendor_product_name", "text",
            "Product of the source.")
          .text(Finding::kVendorProductNameFieldNumber));
  add(Entry("findings[].vendorUrl", "Finding.vendor_url", "text",
            "The finding in the vendor's interface.")
          .text(Finding::kVendorUrlFieldNumber));
  add(Entry("findings[].scanId", "Finding.scan_id", "text", "The scan whose results these are.")
          .text(Finding::kScanIdFieldNumber));
  add(Entry("findings[].firstScanId", "Finding.first_scan_id", "text",
            "The scan that found it first.")
          .text(Finding::kFirstScanIdFieldNumber));
}

}  // namespace ingest::sdk::map
