// What a connector emits as a finding: bytes that may be anything. Where the host completes them on
// the wire, protobuf must come to the same, byte for byte.
#include <google/protobuf/stubs/logging.h>
#include <ingest/v1/finding.pb.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "output/delimited.hpp"
#include "output/identity.hpp"
#include "records/finding_wire.hpp"
#include "records/record_check.hpp"

namespace {

using namespace ingest;

constexpr char kUnit[] = "unit";
constexpr std::uint64_t kPlace = 300;

void expect(bool right) {
  if (!right) std::abort();
}

std::string by_protobuf(v1::Finding finding, const host::FindingWire::HostFields& fields) {
  v1::SourceRef& ref = *finding.mutable_source_ref();
  ref.set_unit(kUnit);
  ref.set_place(kPlace);
  ref.set_row(fields.row);
  finding.set_id(fields.id.text());
  finding.set_asset_id(fields.asset_id.text());
  finding.set_fingerprint(fields.fingerprint.text());
  const std::string record = finding.SerializeAsString();
  std::string all;
  host::append_varint(all, record.size());
  return all + record;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  google::protobuf::SetLogHandler(nullptr);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static host::FindingWire wire;
  static host::Identity identity;
  const std::string_view emitted(reinterpret_cast<const char*>(data), size);
  if (!wire.read(emitted)) return 0;

  v1::Finding finding;
  expect(finding.ParseFromArray(data, static_cast<int>(size)));
  expect(finding.SerializeAsString() == emitted);
  expect(host::fault_of(finding).empty());
  expect(wire.has_source_ref() == finding.has_source_ref());
  expect(wire.row() == finding.source_ref().row());
  expect(wire.severity() == finding.severity() && wire.asset_class() == finding.asset_class());
  expect(wire.external_asset_id() == finding.external_asset_id());
  expect(wire.vendor_product_name() == finding.vendor_product_name());
  expect(wire.identity_key() == finding.identity_key());
  expect(identity.fingerprint(wire.content()) == identity.fingerprint(finding));

  host::FindingWire::HostFields fields;
  fields.id =
      identity.finding(wire.vendor_product_name(), wire.external_asset_id(), wire.identity_key());
  fields.asset_id = fields.id;
  fields.fingerprint = identity.fingerprint(wire.content());
  fields.unit = kUnit;
  fields.place = kPlace;
  fields.row = wire.row();
  std::string completed;
  expect(wire.append(fields, completed));
  expect(completed == by_protobuf(finding, fields));
  return 0;
}
