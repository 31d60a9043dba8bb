// mapping.cc - see mapping.hpp.
#include "mapping.hpp"

#include <ingest/v1/descriptor.pb.h>
#include <ingest/sdk/json.hpp>

#include <map>
#include <string_view>

namespace json = ingest::sdk::json;
namespace sdk = ingest::sdk;
namespace v1 = ingest::v1;

std::string details() {
  v1::ConnectorDescriptor d;
  d.set_id(kId);
  d.set_version(kVersion);
  d.set_vendor(kVendor);
  d.set_product_name(kProduct);
  d.set_category("Application Security");
  d.set_findings_support(true);
  d.add_supported_assets("Generic Application");
  d.set_integration_type("API Integration (REST)");
  d.set_direction("Unidirectional");
  d.set_summary("Reads the advisories against each project.");
  v1::ConfigField& url = *d.add_config_fields();
  url.set_key("url");
  url.set_label("URL");
  url.set_type(v1::FIELD_TYPE_URL);
  url.set_required(true);
  url.set_help("The address of the API.");
  url.set_example("https://api.example.com/v1");
  v1::ConfigField& token = *d.add_config_fields();
  token.set_key("token");
  token.set_label("API Token");
  token.set_type(v1::FIELD_TYPE_SECRET);
  token.set_required(true);
  token.set_help("Sent as a bearer token with every request.");
  v1::CheckInfo& check = *d.add_checks();
  check.set_id("api");
  check.set_title("API");
  check.set_description("The list of projects can be read.");
  v1::Endpoint& endpoint = *d.add_endpoints();
  endpoint.set_name("Advisories");
  endpoint.set_url("{url}/projects/{id}/advisories?page={n}");
  d.set_unit_noun("projects");
  return sdk::serialize(d);
}

v1::Asset asset_of(const sdk::Page& page) {
  v1::Asset asset;
  asset.set_asset_class(v1::ASSET_CLASS_GENERIC_APPLICATION);
  asset.set_external_asset_id(std::string(page.unit()));
  const auto project = json::parse_object(page.context(), "the page's context");
  const std::string name(json::string_at(project, "name"));
  asset.set_name(name.empty() ? asset.external_asset_id() : name);
  asset.set_vendor_name(kVendor);
  asset.set_vendor_product_name(kProduct);
  return asset;
}

// UNSPECIFIED for a word that is not known.
static v1::Severity severity_of(std::string_view word) {
  static const std::map<std::string_view, v1::Severity> known = {
      {"info", v1::SEVERITY_INFO},
      {"low", v1::SEVERITY_LOW},
      {"medium", v1::SEVERITY_MEDIUM},
      {"high", v1::SEVERITY_HIGH},
      {"critical", v1::SEVERITY_CRITICAL}};
  const auto found = known.find(word);
  return found == known.end() ? v1::SEVERITY_UNSPECIFIED : found->second;
}

void map_row(const sdk::Page& page, std::uint64_t number, const boost::json::object& row,
             const sdk::Sink& sink) {
  const auto text = [&row](const char* key) { return std::string(json::string_at(row, key)); };
  if (json::bool_at(row, "withdrawn").value_or(false))
    return sdk::emit_filtered(sink, "withdrawn", 1);
  const std::string id = json::text_at(row, "id");
  const v1::Severity severity = severity_of(json::string_at(row, "severity"));
  std::string why;
  if (id.empty() || text("title").empty()) why = "id or title is missing";
  if (severity == v1::SEVERITY_UNSPECIFIED) why = "severity is none that is known";
  if (!why.empty()) {
    const std::string raw = boost::json::serialize(row);
    return sdk::emit_rejected(sink, sdk::dead_letter(page, number, why, raw));
  }

  v1::Finding finding;
  finding.set_external_asset_id(std::string(page.unit()));
  finding.set_asset_class(v1::ASSET_CLASS_GENERIC_APPLICATION);
  finding.set_external_finding_id(id);
  finding.set_identity_key(id);  // what tells it from all others of its asset
  finding.mutable_source_ref()->set_row(number);
  finding.set_name(text("title"));
  finding.set_category("Vulnerability");
  finding.set_severity(severity);
  finding.set_source_severity(text("severity"));
  finding.set_status(v1::FINDING_STATUS_ACTIVE);
  if (const std::string cve = text("cve"); !cve.empty()) finding.add_cve_ids(cve);
  finding.mutable_package()->set_name(text("package"));
  finding.mutable_package()->set_version(text("version"));
  finding.mutable_package()->set_recommended_version(text("fixed_in"));
  finding.set_vendor_name(kVendor);
  finding.set_vendor_product_name(kProduct);
  sdk::emit_finding(sink, finding);
}
