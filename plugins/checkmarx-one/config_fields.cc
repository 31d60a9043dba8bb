// config_fields.cc - see config_fields.hpp.
#include "checkmarx-one/config_fields.hpp"

#include <string>

#include "checkmarx-one/region.hpp"
#include "ingest/sdk/map/transform_map.hpp"

namespace checkmarx::one {
namespace {

using ingest::v1::ConfigField;
using ingest::v1::ConnectorDescriptor;

ConfigField& add_field(ConnectorDescriptor& descriptor, std::string_view key,
                       std::string_view label, ingest::v1::FieldType type, std::string_view help) {
  ConfigField& field = *descriptor.add_config_fields();
  field.set_key(std::string(key));
  field.set_label(std::string(label));
  field.set_type(type);
  field.set_help(std::string(help));
  return field;
}

void add_check(ConnectorDescriptor& descriptor, std::string_view id, std::string_view title,
               std::string_view description) {
  ingest::v1::CheckInfo& check = *descriptor.add_checks();
  check.set_id(std::string(id));
  check.set_title(std::string(title));
  check.set_description(std::string(description));
}

}  // namespace

void add_config_fields(ConnectorDescriptor& descriptor, std::string_view region_label) {
  ConfigField& region = add_field(
      descriptor, "region", region_label, ingest::v1::FIELD_TYPE_STRING,
      "The Checkmarx One environment: its short name, host or full base URL. Regions that are "
      "not listed and single-tenant hosts work too.");
  region.set_required(true);
  region.set_example("https://deu.ast.checkmarx.net");
  for (const KnownRegion& known : known_regions())
    region.add_choices("https://" + std::string(known.host));

  ConfigField& tenant = add_field(
      descriptor, "tenant", "Tenant Name", ingest::v1::FIELD_TYPE_STRING,
      "The tenant's account name, as at login; not the Tenant ID of the general settings.");
  tenant.set_required(true);
  tenant.set_example("acme");

  ConfigField& key = add_field(
      descriptor, "api_key", "API Key", ingest::v1::FIELD_TYPE_SECRET,
      "Created in Checkmarx One under Settings > Identity and Access Management > API Keys.");
  key.set_required(true);
  key.set_example("${env:CX_APIKEY}");
  key.add_required_unless("client_id");

  ConfigField& client =
      add_field(descriptor, "client_id", "Client ID", ingest::v1::FIELD_TYPE_STRING,
                "Of an OAuth client, in place of an API key.");
  client.set_example("etm-connector");
  client.add_needs("client_secret");

  ConfigField& secret = add_field(descriptor, "client_secret", "Client Secret",
                                  ingest::v1::FIELD_TYPE_SECRET, "Of the OAuth client.");
  secret.set_example("${env:CX_CLIENT_SECRET}");
  secret.add_needs("client_id");

  ConfigField& iam = add_field(
      descriptor, "iam_url", "IAM URL", ingest::v1::FIELD_TYPE_URL,
      "Base URL of the identity service, where it follows neither from the API key nor from the "
      "region.");
  iam.set_example("https://deu.iam.checkmarx.net");
}

void add_checks(ConnectorDescriptor& descriptor, std::string_view authorization,
                std::string_view data_fetch) {
  add_check(descriptor, "network", "Network Reachability",
            "Verifies that the regional endpoint and the identity service are reachable over "
            "HTTPS (port 443).");
  add_check(descriptor, "tls", "TLS Handshake",
            "Confirms that a secure connection can be established with both.");
  add_check(descriptor, "credentials", "Authentication Credential Check",
            "Validates the credentials, region and tenant name against the OAuth endpoint.");
  add_check(descriptor, "authorization", "Authorization Scope Check", authorization);
  add_check(descriptor, "data", "Data Fetch", data_fetch);
}

void add_permission(ConnectorDescriptor& descriptor, std::string_view name,
                    std::string_view needed_for) {
  ingest::v1::Permission& permission = *descriptor.add_permissions();
  permission.set_name(std::string(name));
  permission.set_needed_for(std::string(needed_for));
}

void add_endpoint(ConnectorDescriptor& descriptor, std::string_view name, std::string_view url,
                  std::string_view notes) {
  ingest::v1::Endpoint& endpoint = *descriptor.add_endpoints();
  endpoint.set_name(std::string(name));
  endpoint.set_url(std::string(url));
  endpoint.set_notes(std::string(notes));
}

void add_trouble(ConnectorDescriptor& descriptor, std::string_view issue,
                 std::string_view resolution) {
  ingest::v1::TroubleshootingEntry& entry = *descriptor.add_troubleshooting();
  entry.set_issue(std::string(issue));
  entry.set_resolution(std::string(resolution));
}

void add_map(ConnectorDescriptor& descriptor, const ingest::sdk::EmbeddedMap& embedded) {
  const auto map = ingest::sdk::TransformMap::parse(embedded.json);
  ingest::v1::MapInfo& info = *descriptor.add_maps();
  info.set_name(map.name());
  info.set_title(map.title());
  info.set_version(map.version());
  info.set_yaml(std::string(embedded.yaml));
}

}  // namespace checkmarx::one
