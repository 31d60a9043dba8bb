// descriptor.cc - see descriptor.hpp.
#include "checkmarx-sca/descriptor.hpp"

#include <string>
#include <string_view>

#include "checkmarx-one/config_fields.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/messages.hpp"
#include "maps/checkmarx-sca-default.hpp"

namespace checkmarx::sca {
namespace {

using ingest::v1::ConnectorDescriptor;

constexpr char kId[] = "checkmarx-sca";
constexpr char kName[] = "CheckmarxOne SCA";
constexpr char kVersion[] = "1.0.0";
constexpr char kVendor[] = "Checkmarx";

void add_facts(ConnectorDescriptor& d) {
  d.set_id(kId);
  d.set_version(kVersion);
  d.set_vendor(kVendor);
  d.set_product_name(kName);
  d.set_category("Application Security");
  d.set_findings_support(true);
  d.add_supported_assets("Code Repository");
  d.add_supported_assets("Generic Application");
  d.set_integration_type("API Integration (REST)");
  d.set_direction("Unidirectional");
  d.set_delta_support(false);
  d.set_summary(
      "Brings the open source vulnerabilities that Checkmarx One SCA found into one stream of "
      "findings: for each project the results of its newest scan whose SCA engine finished. Each "
      "run is a full pull.");
  d.set_unit_noun("projects");
}

ingest::v1::FilterChoice& add_choice(ingest::v1::ScopeFilter& filter, std::string_view value,
                                     std::string_view label) {
  ingest::v1::FilterChoice& choice = *filter.add_choices();
  choice.set_value(std::string(value));
  choice.set_label(std::string(label));
  choice.set_selected(true);
  return choice;
}

void add_scope(ConnectorDescriptor& d) {
  ingest::v1::ScopeFilter& assets = *d.add_scope_filters();
  assets.set_key("asset_classes");
  assets.set_label("Asset Types");
  assets.set_required(true);
  assets.set_help(
      "A Generic Application for each project, and a Code Repository for each project with a "
      "repository URL. Findings belong to the Generic Application unless only Code Repository is "
      "selected.");
  add_choice(assets, "code-repository", "Code Repository");
  add_choice(assets, "generic-application", "Generic Application");
  ingest::v1::ScopeFilter& findings = *d.add_scope_filters();
  findings.set_key("findings");
  findings.set_label("Findings");
  findings.set_help("Without it a run brings assets only.");
  add_choice(findings, "vulnerability", "Vulnerability");
  d.set_scope_filters_note("Custom filtering is not supported: all projects are read.");
}

void add_branch_field(ConnectorDescriptor& d) {
  ingest::v1::ConfigField& field = *d.add_config_fields();
  field.set_key("main_branch_only");
  field.set_label("Main Branch Only");
  field.set_type(ingest::v1::FIELD_TYPE_BOOL);
  field.set_help(
      "Take the newest scan of each project's main branch. Otherwise the newest scan of any "
      "branch counts, be it of a pull request.");
  field.set_default_value("false");
  field.set_example("true");
}

void add_access(ConnectorDescriptor& d) {
  one::add_permission(d, "view-projects", "listing projects");
  one::add_permission(d, "view-scans", "finding each project's last scan");
  one::add_permission(d, "view-results",
                      "reading results (the product page's read:vulnerabilities on "
                      "VulnerabilityFindings)");
  one::add_endpoint(d, "Authorization",
                    "https://{iam}/auth/realms/{tenant}/protocol/openid-connect/token",
                    "Grant type refresh_token with an API key, client_credentials with an OAuth "
                    "client.");
  one::add_endpoint(d, "Fetch Projects", "https://{host}/api/projects?offset={n}&limit=100",
                    "The offset counts projects.");
  one::add_endpoint(d, "Fetch Last Scan",
                    "https://{host}/api/projects/last-scan?engine=sca&scan-status={status}&"
                    "project-ids={ids}",
                    "Fifty projects at a time, Completed and Partial scans apart.");
  one::add_endpoint(d, "Fetch Scan", "https://{host}/api/scans/{scanId}",
                    "Only for Partial scans, and for a repository URL that the project lacks.");
  one::add_endpoint(d, "Fetch Scan Details",
                    "https://{host}/api/results?scan-id={scanId}&limit=5000&offset={page}",
                    "The offset counts pages. Rows of other engines are left out here, not there.");
}

void add_troubleshooting(ConnectorDescriptor& d) {
  one::add_trouble(d, "Authentication failure on connector run",
                   "Verify that region, tenant and API key are correct and belong together, and "
                   "that the API key has not expired. A renewed licence ends all API keys.");
  one::add_trouble(d, "Connection test fails (Network Reachability - Unknown Host)",
                   "Verify that the region value matches your deployment (for example deu for the "
                   "DEU region) and that this machine can reach it over HTTPS (port 443).");
  one::add_trouble(d, "No findings imported after first run",
                   "Verify that Checkmarx One has finished SCA scans with results. run.json says "
                   "for each project which scan was taken and how many rows it had.");
  one::add_trouble(d, "Test Connection fails at Authorization Scope Check",
                   "Give the API key's owner the permissions view-projects, view-scans and "
                   "view-results (the role ast-viewer has them), then create the key anew.");
  one::add_trouble(d, "Findings of a pull request's branch",
                   "The newest scan of any branch counts; set main_branch_only to true.");
}

ConnectorDescriptor make_details() {
  ConnectorDescriptor d;
  add_facts(d);
  one::add_config_fields(d, "Checkmarx Region");
  add_branch_field(d);
  add_scope(d);
  one::add_checks(d,
                  "Confirms that projects, scans and results may be read (read:vulnerabilities on "
                  "VulnerabilityFindings).",
                  "Verifies that project and SCA scan data can be retrieved.");
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

}  // namespace checkmarx::sca
