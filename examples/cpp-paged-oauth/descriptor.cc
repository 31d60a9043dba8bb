// descriptor.cc - see descriptor.hpp.
#include "descriptor.hpp"

#include <ingest/v1/descriptor.pb.h>
#include <ingest/sdk/map/transform_map.hpp>
#include <ingest/sdk/messages.hpp>
#include <maps/paged-oauth-default.hpp>

#include <string>

namespace paged_oauth {
namespace {

namespace sdk = ingest::sdk;
namespace v1 = ingest::v1;

constexpr const char* kId = "paged-oauth";
constexpr const char* kVersion = "1.0.0";

void add_field(v1::ConnectorDescriptor& d, const char* key, const char* label, v1::FieldType type,
               const char* help, const char* example) {
  v1::ConfigField& field = *d.add_config_fields();
  field.set_key(key);
  field.set_label(label);
  field.set_type(type);
  field.set_required(true);
  field.set_help(help);
  field.set_example(example);
}

void add_check(v1::ConnectorDescriptor& d, const char* id, const char* title, const char* what) {
  v1::CheckInfo& check = *d.add_checks();
  check.set_id(id);
  check.set_title(title);
  check.set_description(what);
}

std::string details() {
  v1::ConnectorDescriptor d;
  d.set_id(kId);
  d.set_version(kVersion);
  d.set_vendor(kVendor);
  d.set_product_name(kProduct);
  d.set_category("Application Security");
  d.set_findings_support(true);
  d.add_supported_assets("Web Application");
  d.set_integration_type("API Integration (REST)");
  d.set_direction("Unidirectional");
  d.set_summary("Reads the findings of each application, cursor by cursor.");
  add_field(d, "url", "URL", v1::FIELD_TYPE_URL, "The address of the API.",
            "https://api.example.com");
  add_field(d, "client_id", "Client ID", v1::FIELD_TYPE_STRING, "Of an OAuth client.", "reader");
  add_field(d, "client_secret", "Client Secret", v1::FIELD_TYPE_SECRET, "Of the same client.", "");
  add_check(d, kLoginCheck, "Login", "The OAuth client gets an access token.");
  add_check(d, kDataCheck, "Data", "The list of applications can be read.");
  v1::Endpoint& endpoint = *d.add_endpoints();
  endpoint.set_name("Findings");
  endpoint.set_url("{url}/applications/{id}/findings?cursor={cursor}");
  v1::MapInfo& map = *d.add_maps();
  map.set_name("paged-oauth-default");
  map.set_title("Example Applications Transformation Map");
  map.set_version(1);
  map.set_yaml(std::string(kDefaultMap.yaml));
  d.set_unit_noun("applications");
  return sdk::serialize(d);
}

}  // namespace

const ingest_descriptor& descriptor() {
  static const std::string bytes = details();
  static const ingest_descriptor d{
      sizeof(d),        0, INGEST_CAP_CONCURRENT_TRANSFORM, kId, kProduct, kVersion, kVendor,
      sdk::bytes(bytes)};
  return d;
}

}  // namespace paged_oauth
