// identity.hpp - the ids of assets and findings, as the comments in asset.proto and finding.proto
// define them and docs/output.md explains. An Identity belongs to one thread.
#pragma once

#include <ingest/v1/asset.pb.h>
#include <ingest/v1/finding.pb.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "output/sha256.hpp"

namespace ingest::host {

// The first half of a SHA-256: what the 32 hexadecimal digits of an id stand for.
struct RecordId {
  std::array<std::uint8_t, 16> bytes{};

  std::string text() const { return hex(bytes.data(), bytes.size()); }
  auto operator<=>(const RecordId&) const = default;
};

// An id is itself a hash: any eight of its bytes are one.
struct RecordIdHash {
  std::size_t operator()(const RecordId& id) const noexcept {
    std::size_t value = 0;
    std::memcpy(&value, id.bytes.data(), sizeof(value));
    return value;
  }
};

// What the fingerprint of a finding is made of.
struct FindingContent {
  std::string_view name;
  v1::Severity severity = v1::SEVERITY_UNSPECIFIED;
  v1::FindingStatus status = v1::FINDING_STATUS_UNSPECIFIED;
  v1::TriageState triage_state = v1::TRIAGE_STATE_UNSPECIFIED;
  std::string_view source_state;
  std::string_view description;
  std::string_view package_ecosystem;
  std::string_view package_name;
  std::string_view package_version;
  std::string_view package_identifier;
  std::string_view recommended_version;
  std::string_view url;
  std::string_view method;
  std::string_view path;
  std::string_view parameter;
  std::vector<std::string_view> cve_ids;  // in any order
  std::vector<std::string_view> cwe_ids;  // likewise
};

class Identity {
 public:
  RecordId asset(std::string_view vendor_product_name, v1::AssetClass asset_class,
                 std::string_view external_asset_id);
  RecordId finding(std::string_view vendor_product_name, std::string_view external_asset_id,
                   std::string_view identity_key);
  RecordId fingerprint(const FindingContent& content);
  RecordId fingerprint(const v1::Finding& finding);

 private:
  void part(std::string_view text);
  void list(const std::vector<std::string_view>& texts);
  RecordId finish();

  Sha256 hash_;
  std::string text_;  // what is to be hashed, gathered: one call costs less than thirty
  std::vector<std::string_view> sorted_;
};

}  // namespace ingest::host
