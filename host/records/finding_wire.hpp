// finding_wire.hpp - a finding as a connector emitted it, completed with the host's fields on the
// wire: the bytes that come out are those that parsing it, setting the fields and serialising it
// again would give, for a third of the time. A finding that lacks something, or whose bytes are not
// laid out as protobuf lays them out, is not for this: read says so, and the caller takes the long
// way, which knows what to say. One thread.
#pragma once

#include <ingest/v1/finding.pb.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "output/identity.hpp"
#include "records/wire_form.hpp"

namespace ingest::host {

class FindingWire {
 public:
  FindingWire();

  // False: not for this. What the others tell borrows from emitted and lasts as long.
  bool read(std::string_view emitted);

  std::string_view vendor_product_name() const { return text(kProduct); }
  std::string_view external_asset_id() const { return text(kExternalAssetId); }
  std::string_view identity_key() const { return text(kIdentityKey); }
  v1::AssetClass asset_class() const;
  v1::Severity severity() const;
  const FindingContent& content() const noexcept { return content_; }
  bool has_source_ref() const { return text(kSourceRef).data() != nullptr; }
  std::uint64_t row() const { return values_.numbers[kRow]; }

  // The fields that the host sets.
  struct HostFields {
    RecordId id;
    RecordId asset_id;
    RecordId fingerprint;
    std::string_view unit;
    std::uint64_t place = 0;
    std::uint64_t row = 0;
  };
  // Appends the record, its length before it. False, and nothing appended, when it is larger than
  // a record may be.
  bool append(const HostFields& fields, std::string& out);

 private:
  enum Text : std::size_t {
    kExternalAssetId,
    kExternalFindingId,
    kIdentityKey,
    kSourceRef,
    kName,
    kDescription,
    kEcosystem,
    kPackageName,
    kPackageVersion,
    kPackageIdentifier,
    kRecommendedVersion,
    kUrl,
    kMethod,
    kPath,
    kParameter,
    kSourceState,
    kProduct
  };
  enum Number : std::size_t { kRow, kAssetClass, kSeverity, kStatus, kTriageState };
  enum List : std::size_t { kCves, kCwes };
  enum Cut : std::size_t { kAfterIds, kBeforeFingerprint, kAfterSourceRef };

  std::string_view text(Text which) const { return values_.texts[which]; }
  bool is_complete() const;
  void gather_content();

  WireForm form_;
  WireValues values_;
  FindingContent content_;
  std::string_view emitted_;
  std::string head_;  // the ids
  std::string source_ref_;
  std::string middle_;  // the fingerprint and the above
};

}  // namespace ingest::host
