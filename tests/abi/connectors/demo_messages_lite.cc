// Messages by protobuf-lite, as a connector of this project writes them.
#include "demo_messages.hpp"
#include "ingest/v1/asset.pb.h"
#include "ingest/v1/check.pb.h"
#include "ingest/v1/descriptor.pb.h"
#include "ingest/v1/finding.pb.h"
#include "ingest/v1/source_page.pb.h"

namespace demo {

namespace v1 = ::ingest::v1;

std::string descriptor(const char* id) {
  v1::ConnectorDescriptor d;
  d.set_id(id);
  d.set_version("1.0.0");
  d.set_vendor("Demo");
  d.set_product_name("Demo Source");
  d.set_category("Demonstration");
  d.set_findings_support(true);
  d.add_supported_assets("Generic Application");
  d.set_integration_type("None");
  d.set_direction("Unidirectional");
  d.set_summary("Two units that never change.");
  v1::CheckInfo& check = *d.add_checks();
  check.set_id("source");
  check.set_title("Source");
  check.set_description("The built-in source is there.");
  d.set_unit_noun("units");
  return d.SerializeAsString();
}

std::string check() {
  v1::CheckResult c;
  c.set_id("source");
  c.set_title("Source");
  c.set_outcome(v1::CHECK_OUTCOME_PASSED);
  c.set_tried("look at the built-in source");
  c.set_observed("two units");
  return c.SerializeAsString();
}

std::string listing() {
  v1::Listing l;
  l.set_name("units");
  l.set_claimed(DEMO_UNITS);
  l.set_received(DEMO_UNITS);
  l.set_unique(DEMO_UNITS);
  l.set_requests(1);
  return l.SerializeAsString();
}

std::string report(const demo_unit& unit) {
  v1::UnitReport r;
  r.set_unit(unit.id);
  r.set_name(unit.name);
  r.set_outcome(v1::UNIT_OUTCOME_COMPLETE);
  r.set_rows_claimed(unit.rows);
  r.set_rows_received(unit.rows);
  r.set_pages(1);
  return r.SerializeAsString();
}

std::string asset(std::string_view unit, std::string_view name) {
  v1::Asset a;
  a.set_asset_class(v1::ASSET_CLASS_GENERIC_APPLICATION);
  a.set_external_asset_id(std::string(unit));
  a.set_name(std::string(name));
  a.set_source("Demo");
  a.set_vendor_name("Demo");
  a.set_vendor_product_name("Demo Source");
  return a.SerializeAsString();
}

std::string finding(std::string_view unit, const demo_row& row) {
  v1::Finding f;
  f.set_external_asset_id(std::string(unit));
  f.set_external_finding_id(row.id);
  f.set_identity_key(row.id);
  f.set_name(row.id);
  f.set_category("Vulnerability");
  f.set_severity(static_cast<v1::Severity>(demo_severity(row.word)));
  f.set_asset_class(v1::ASSET_CLASS_GENERIC_APPLICATION);
  f.set_status(v1::FINDING_STATUS_ACTIVE);
  f.set_source_severity(row.word);
  f.set_vendor_name("Demo");
  f.set_vendor_product_name("Demo Source");
  return f.SerializeAsString();
}

std::string filtered() {
  v1::FilteredRows f;
  f.set_reason("asked to skip");
  f.set_count(1);
  return f.SerializeAsString();
}

std::string rejected(std::string_view unit, std::uint64_t number, const demo_row& row) {
  v1::DeadLetter d;
  d.set_unit(std::string(unit));
  d.set_row(number);
  d.set_reason("severity: not one of the source's words");
  d.set_raw(row.id);
  return d.SerializeAsString();
}

}  // namespace demo
