#include "output/identity.hpp"

#include <algorithm>
#include <vector>

namespace ingest::host {
namespace {

constexpr char kSeparator = '\x1F';
constexpr char kListSeparator = '\x1E';

}  // namespace

void Identity::part(std::string_view text) {
  text_.push_back(kSeparator);
  text_.append(text);
}

// Sorted, so that a source which lists the same CVEs in another order says nothing new.
void Identity::list(const google::protobuf::RepeatedPtrField<std::string>& texts) {
  std::vector<std::string_view> sorted(texts.begin(), texts.end());
  std::sort(sorted.begin(), sorted.end());
  text_.push_back(kSeparator);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i > 0) text_.push_back(kListSeparator);
    text_.append(sorted[i]);
  }
}

RecordId Identity::finish() {
  hash_.update(text_);
  const Sha256Digest digest = hash_.finish();
  RecordId id;
  std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
  return id;
}

RecordId Identity::asset(std::string_view vendor_product_name, v1::AssetClass asset_class,
                         std::string_view external_asset_id) {
  text_ = "asset";
  part(vendor_product_name);
  part(v1::AssetClass_Name(asset_class));
  part(external_asset_id);
  return finish();
}

RecordId Identity::finding(std::string_view vendor_product_name, std::string_view external_asset_id,
                           std::string_view identity_key) {
  text_ = "finding";
  part(vendor_product_name);
  part(external_asset_id);
  part(identity_key);
  return finish();
}

RecordId Identity::fingerprint(const v1::Finding& finding) {
  text_ = "content";
  part(finding.name());
  part(v1::Severity_Name(finding.severity()));
  part(v1::FindingStatus_Name(finding.status()));
  part(v1::TriageState_Name(finding.triage_state()));
  part(finding.source_state());
  part(finding.description());
  const v1::Package& package = finding.package();
  part(package.ecosystem());
  part(package.name());
  part(package.version());
  part(package.identifier());
  part(package.recommended_version());
  const v1::Location& location = finding.location();
  part(location.url());
  part(location.method());
  part(location.path());
  part(location.parameter());
  list(finding.cve_ids());
  list(finding.cwe_ids());
  return finish();
}

}  // namespace ingest::host
