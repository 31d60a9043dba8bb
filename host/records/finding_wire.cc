#include "records/finding_wire.hpp"

#include <ingest/connector.h>

#include "output/delimited.hpp"
#include "records/record_check.hpp"

namespace ingest::host {
namespace {

using v1::Finding;
using v1::Location;
using v1::Package;
using v1::SourceRef;

// Of a text or message, and of a number.
void append_sized(std::string& out, int number, std::string_view value) {
  append_varint(out, static_cast<std::uint64_t>(number) << 3U | 2U);
  append_varint(out, value.size());
  out.append(value);
}

void append_id(std::string& out, int number, const RecordId& id) {
  append_varint(out, static_cast<std::uint64_t>(number) << 3U | 2U);
  append_varint(out, id.bytes.size() * 2);
  append_hex(out, id.bytes.data(), id.bytes.size());
}

void append_number(std::string& out, int number, std::uint64_t value) {
  if (value == 0) return;
  append_varint(out, static_cast<std::uint64_t>(number) << 3U);
  append_varint(out, value);
}

}  // namespace

FindingWire::FindingWire() : form_(*Finding::descriptor()) {
  form_.watch({Finding::kExternalAssetIdFieldNumber}, kExternalAssetId);
  form_.watch({Finding::kExternalFindingIdFieldNumber}, kExternalFindingId);
  form_.watch({Finding::kIdentityKeyFieldNumber}, kIdentityKey);
  form_.watch({Finding::kSourceRefFieldNumber}, kSourceRef);
  form_.watch({Finding::kSourceRefFieldNumber, SourceRef::kRowFieldNumber}, kRow);
  form_.watch({Finding::kAssetClassFieldNumber}, kAssetClass);
  form_.watch({Finding::kNameFieldNumber}, kName);
  form_.watch({Finding::kDescriptionFieldNumber}, kDescription);
  form_.watch({Finding::kSeverityFieldNumber}, kSeverity);
  form_.watch({Finding::kCveIdsFieldNumber}, kCves);
  form_.watch({Finding::kCweIdsFieldNumber}, kCwes);
  form_.watch({Finding::kPackageFieldNumber, Package::kEcosystemFieldNumber}, kEcosystem);
  form_.watch({Finding::kPackageFieldNumber, Package::kNameFieldNumber}, kPackageName);
  form_.watch({Finding::kPackageFieldNumber, Package::kVersionFieldNumber}, kPackageVersion);
  form_.watch({Finding::kPackageFieldNumber, Package::kIdentifierFieldNumber}, kPackageIdentifier);
  form_.watch({Finding::kPackageFieldNumber, Package::kRecommendedVersionFieldNumber},
              kRecommendedVersion);
  form_.watch({Finding::kLocationFieldNumber, Location::kUrlFieldNumber}, kUrl);
  form_.watch({Finding::kLocationFieldNumber, Location::kMethodFieldNumber}, kMethod);
  form_.watch({Finding::kLocationFieldNumber, Location::kPathFieldNumber}, kPath);
  form_.watch({Finding::kLocationFieldNumber, Location::kParameterFieldNumber}, kParameter);
  form_.watch({Finding::kStatusFieldNumber}, kStatus);
  form_.watch({Finding::kTriageStateFieldNumber}, kTriageState);
  form_.watch({Finding::kSourceStateFieldNumber}, kSourceState);
  form_.watch({Finding::kVendorProductNameFieldNumber}, kProduct);
  // The host's fields lie in two places, as append puts them there.
  static_assert(Finding::kIdFieldNumber == 1 && Finding::kAssetIdFieldNumber == 2);
  static_assert(Finding::kFingerprintFieldNumber + 1 == Finding::kSourceRefFieldNumber);
  form_.cut_before(Finding::kAssetIdFieldNumber + 1);
  form_.cut_before(Finding::kFingerprintFieldNumber);
  form_.cut_before(Finding::kSourceRefFieldNumber + 1);
  form_.prepare(values_);
}

bool FindingWire::read(std::string_view emitted) {
  if (emitted.size() > INGEST_PAYLOAD_MAX || !form_.read(emitted, values_)) return false;
  emitted_ = emitted;
  if (!is_complete()) return false;
  gather_content();
  return true;
}

// As fault_of has it; the times are right, or read would have failed.
bool FindingWire::is_complete() const {
  return v1::AssetClass_IsValid(static_cast<int>(values_.numbers[kAssetClass])) &&
         values_.numbers[kAssetClass] != v1::ASSET_CLASS_UNSPECIFIED &&
         is_good_id(text(kExternalAssetId)) && is_good_id(text(kProduct)) &&
         is_good_id(text(kExternalFindingId)) && is_good_id(text(kIdentityKey)) &&
         is_good_name(text(kName)) &&
         v1::Severity_IsValid(static_cast<int>(values_.numbers[kSeverity])) &&
         values_.numbers[kSeverity] != v1::SEVERITY_UNSPECIFIED &&
         v1::FindingStatus_IsValid(static_cast<int>(values_.numbers[kStatus])) &&
         values_.numbers[kStatus] != v1::FINDING_STATUS_UNSPECIFIED;
}

v1::AssetClass FindingWire::asset_class() const {
  return static_cast<v1::AssetClass>(values_.numbers[kAssetClass]);
}

v1::Severity FindingWire::severity() const {
  return static_cast<v1::Severity>(values_.numbers[kSeverity]);
}

void FindingWire::gather_content() {
  content_.name = text(kName);
  content_.severity = severity();
  content_.status = static_cast<v1::FindingStatus>(values_.numbers[kStatus]);
  content_.triage_state = static_cast<v1::TriageState>(values_.numbers[kTriageState]);
  content_.source_state = text(kSourceState);
  content_.description = text(kDescription);
  content_.package_ecosystem = text(kEcosystem);
  content_.package_name = text(kPackageName);
  content_.package_version = text(kPackageVersion);
  content_.package_identifier = text(kPackageIdentifier);
  content_.recommended_version = text(kRecommendedVersion);
  content_.url = text(kUrl);
  content_.method = text(kMethod);
  content_.path = text(kPath);
  content_.parameter = text(kParameter);
  content_.cve_ids = values_.lists[kCves];
  content_.cwe_ids = values_.lists[kCwes];
}

bool FindingWire::append(const HostFields& fields, std::string& out) {
  head_.clear();
  append_id(head_, Finding::kIdFieldNumber, fields.id);
  append_id(head_, Finding::kAssetIdFieldNumber, fields.asset_id);

  source_ref_.clear();
  if (!fields.unit.empty()) append_sized(source_ref_, SourceRef::kUnitFieldNumber, fields.unit);
  append_number(source_ref_, SourceRef::kPlaceFieldNumber, fields.place);
  append_number(source_ref_, SourceRef::kRowFieldNumber, fields.row);
  middle_.clear();
  append_id(middle_, Finding::kFingerprintFieldNumber, fields.fingerprint);
  append_sized(middle_, Finding::kSourceRefFieldNumber, source_ref_);

  const std::string_view before = emitted_.substr(
      values_.cuts[kAfterIds], values_.cuts[kBeforeFingerprint] - values_.cuts[kAfterIds]);
  const std::string_view after = emitted_.substr(values_.cuts[kAfterSourceRef]);
  const std::size_t size = head_.size() + before.size() + middle_.size() + after.size();
  if (size > kRecordMax) return false;
  append_varint(out, size);
  out.append(head_).append(before).append(middle_).append(after);
  return true;
}

}  // namespace ingest::host
