// descriptor.cc - see descriptor.hpp.
#include "checkmarx-dast/descriptor.hpp"

#include <string>
#include <string_view>

#include "checkmarx-dast/service_answer.hpp"
#include "checkmarx-dast/settings.hpp"
#include "checkmarx-one/config_fields.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/messages.hpp"
#include "maps/checkmarx-dast-default.hpp"

namespace checkmarx::dast {
namespace {

using ingest::v1::ConfigField;
using ingest::v1::ConnectorDescriptor;

constexpr char kId[] = "checkmarx-dast";
constexpr char kName[] = "CheckmarxOne DAST";
constexpr char kVersion[] = "1.0.0";
constexpr char kVendor[] = "Checkmarx";

void add_facts(ConnectorDescriptor& d) {
  d.set_id(kId);
  d.set_version(kVersion);
  d.set_vendor(kVendor);
  d.set_product_name(kName);
  d.set_category("Application Security");
  d.set_findings_support(true);
  d.add_supported_assets("Web Applications");
  d.set_integration_type("API Integration (REST)");
  d.set_direction("Unidirectional");
  d.set_delta_support(false);
  d.set_summary(
      "Brings the vulnerabilities that Checkmarx One DAST found in running web applications into "
      "one stream of findings: for each environment the results of its newest finished scan that "
      "has results. Each run is a full pull.");
  d.set_scope_filters_note(std::string(kNoFilters));
  d.set_unit_noun("environments");
}

ConfigField& add_flag(ConnectorDescriptor& d, std::string_view key, std::string_view label,
                      std::string_view help) {
  ConfigField& field = *d.add_config_fields();
  field.set_key(std::string(key));
  field.set_label(std::string(label));
  field.set_type(ingest::v1::FIELD_TYPE_BOOL);
  field.set_help(std::string(help));
  field.set_default_value("false");
  field.set_example("true");
  return field;
}

void add_detail_fields(ConnectorDescriptor& d) {
  add_flag(d, "details", "Result Details",
           "Ask for the detail of each result: its own first and last date, score, confidence and "
           "references. One more request for each finding; without it dates are the scan's.");
  add_flag(d, "evidence", "Evidence",
           "Keep what the scanner sent and saw, with cookies, authorization headers, tokens and "
           "passwords redacted. Requires details.")
      .add_needs("details");
}

void add_access(ConnectorDescriptor& d) {
  one::add_permission(d, kViewEnvironments,
                      "listing environments and scans (dast-admin and the roles ast-viewer, "
                      "ast-scanner and ast-admin contain it)");
  one::add_permission(d, "view-results",
                      "reading results (the product page's read:vulnerabilities)");
  one::add_endpoint(d, "Authorization API",
                    "https://{iam}/auth/realms/{tenant}/protocol/openid-connect/token",
                    "Grant type refresh_token with an API key, client_credentials with an OAuth "
                    "client.");
  one::add_endpoint(d, "Fetch Environments",
                    "https://{host}/api/dast/scans/environments?from={n}&to={m}&sort=created:asc",
                    "JSON, sent as text/plain.");
  one::add_endpoint(d, "Fetch Scans",
                    "https://{host}/api/dast/scans/scans?environmentId={environmentId}&from={n}&"
                    "to={m}&sort=created:asc",
                    "The newest finished scan with results counts, by its updateTime.");
  one::add_endpoint(d, "Fetch Scan Results",
                    "https://{host}/api/dast/mfe-results/results/{scanId}?page={page}&"
                    "per_page=100",
                    "Pages count from 1. A scan without stored results answers 404.");
  one::add_endpoint(d, "Fetch Result Details",
                    "https://{host}/api/dast/mfe-results/results/info/{resultId}/{scanId}",
                    "Only with details: true; one request for each result.");
}

void add_troubleshooting(ConnectorDescriptor& d) {
  one::add_trouble(d, "Authentication failure on connector run",
                   "Verify that Domain Name, Tenant Name and API Key are correct. Confirm that the "
                   "API key has not expired. Ensure that the Domain Name matches your Checkmarx "
                   "One regional deployment URL.");
  one::add_trouble(d, "Connection test fails",
                   "Verify that the Domain Name includes the correct regional prefix (for example "
                   "https://deu.ast.checkmarx.net) and that this machine can reach it over HTTPS "
                   "(port 443).");
  one::add_trouble(d, "No findings imported after first run",
                   "Verify that Checkmarx One has completed DAST scans with results available. "
                   "run.json says for each environment which scan was taken and how many rows it "
                   "had.");
  one::add_trouble(d, "DAST is not licensed, or not available in this region",
                   "The API key is good, but the tenant has no DAST: ask your Checkmarx contact to "
                   "enable it, and verify that the Domain Name is the tenant's own region.");
  one::add_trouble(d, "All findings of a scan have the same dates",
                   "Lists of results have no dates, so the scan's are taken; set details to true "
                   "for each result's own.");
}

ConnectorDescriptor make_details() {
  ConnectorDescriptor d;
  add_facts(d);
  one::add_config_fields(d, "Domain Name");
  add_detail_fields(d);
  one::add_checks(d,
                  "Confirms that DAST is licensed and that environments, scans and results may be "
                  "read.",
                  "Verifies that an environment, its scans and a result can be retrieved.");
  add_access(d);
  add_troubleshooting(d);
  one::add_map(d, kDefaultMap);
  return d;
}

}  // namespace

const ConnectorDescriptor& details() {
  static const ConnectorDescriptor made = make_details();
  return made;
}

const ingest_descriptor& descriptor() {
  static const std::string bytes = ingest::sdk::serialize(details());
  static const ingest_descriptor made = {
      sizeof(ingest_descriptor), 0, INGEST_CAP_CONCURRENT_TRANSFORM, kId, kName, kVersion, kVendor,
      ingest::sdk::bytes(bytes)};
  return made;
}

}  // namespace checkmarx::dast
