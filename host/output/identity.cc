#include "output/identity.hpp"

#include <google/protobuf/descriptor.h>

#include <algorithm>

namespace ingest::host {
namespace {

constexpr char kSeparator = '\x1F';
constexpr char kListSeparator = '\x1E';

// The names of an enum by number. protobuf looks each up in a table behind a lock.
class Names {
 public:
  explicit Names(const google::protobuf::EnumDescriptor& type) {
    for (int i = 0; i < type.value_count(); ++i) {
      const auto number = static_cast<std::size_t>(type.value(i)->number());
      if (number >= names_.size()) names_.resize(number + 1);
      names_[number] = type.value(i)->name();
    }
  }
  // Empty for a value that the enum has not.
  std::string_view of(int value) const {
    const auto number = static_cast<std::size_t>(value);
    return number < names_.size() ? std::string_view(names_[number]) : std::string_view();
  }

 private:
  std::vector<std::string> names_;
};

struct ContentNames {
  Names severity{*v1::Severity_descriptor()};
  Names status{*v1::FindingStatus_descriptor()};
  Names triage_state{*v1::TriageState_descriptor()};
};

const ContentNames& names() {
  static const ContentNames all;
  return all;
}

}  // namespace

void Identity::part(std::string_view text) {
  text_.push_back(kSeparator);
  text_.append(text);
}

// Sorted, so that a source which lists the same CVEs in another order says nothing new.
void Identity::list(const std::vector<std::string_view>& texts) {
  sorted_.assign(texts.begin(), texts.end());
  std::sort(sorted_.begin(), sorted_.end());
  text_.push_back(kSeparator);
  for (std::size_t i = 0; i < sorted_.size(); ++i) {
    if (i > 0) text_.push_back(kListSeparator);
    text_.append(sorted_[i]);
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

RecordId Identity::fingerprint(const FindingContent& content) {
  text_ = "content";
  part(content.name);
  part(names().severity.of(content.severity));
  part(names().status.of(content.status));
  part(names().triage_state.of(content.triage_state));
  part(content.source_state);
  part(content.description);
  part(content.package_ecosystem);
  part(content.package_name);
  part(content.package_version);
  part(content.package_identifier);
  part(content.recommended_version);
  part(content.url);
  part(content.method);
  part(content.path);
  part(content.parameter);
  list(content.cve_ids);
  list(content.cwe_ids);
  return finish();
}

RecordId Identity::fingerprint(const v1::Finding& finding) {
  const v1::Package& package = finding.package();
  const v1::Location& location = finding.location();
  FindingContent content;
  content.name = finding.name();
  content.severity = finding.severity();
  content.status = finding.status();
  content.triage_state = finding.triage_state();
  content.source_state = finding.source_state();
  content.description = finding.description();
  content.package_ecosystem = package.ecosystem();
  content.package_name = package.name();
  content.package_version = package.version();
  content.package_identifier = package.identifier();
  content.recommended_version = package.recommended_version();
  content.url = location.url();
  content.method = location.method();
  content.path = location.path();
  content.parameter = location.parameter();
  content.cve_ids.assign(finding.cve_ids().begin(), finding.cve_ids().end());
  content.cwe_ids.assign(finding.cwe_ids().begin(), finding.cwe_ids().end());
  return fingerprint(content);
}

}  // namespace ingest::host
