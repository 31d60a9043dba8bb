// connection.cc - see connection.hpp.
#include "checkmarx-one/connection.hpp"

#include <ctime>
#include <string_view>

#include "checkmarx-one/region.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/jwt.hpp"
#include "ingest/sdk/wipe.hpp"

namespace checkmarx::one {
namespace {

namespace json = ingest::sdk::json;
using ingest::sdk::Error;
using ingest::sdk::Url;

constexpr std::string_view kDefaultClient = "ast-app";
constexpr std::string_view kRealms = "/auth/realms/";

std::string trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(kBlank) - first + 1));
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string setting(const boost::json::object& config, std::string_view key) {
  return trimmed(json::string_at(config, key));
}

bool looks_like_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

struct Realm {
  Url iam;
  std::string tenant;
};

// From "https://deu.iam.checkmarx.net/auth/realms/acme".
std::optional<Realm> realm_of(std::string_view text) {
  std::optional<Url> url = ingest::sdk::parse_url(text);
  if (!url || (url->scheme == "http" && !ingest::sdk::is_loopback(url->host))) return std::nullopt;
  if (url->path.compare(0, kRealms.size(), kRealms) != 0) return std::nullopt;
  std::string tenant = url->path.substr(kRealms.size());
  if (!tenant.empty() && tenant.back() == '/') tenant.pop_back();
  if (tenant.empty() || tenant.find_first_of("/?%") != std::string::npos) return std::nullopt;
  url->path = "/";
  return Realm{*url, lower(std::move(tenant))};
}

// iss, else aud, which holds the same URL as a string or in an array.
std::optional<Realm> realm_of(const boost::json::object& claims) {
  if (auto realm = realm_of(ingest::sdk::claim_text(claims, "iss"))) return realm;
  if (auto realm = realm_of(ingest::sdk::claim_text(claims, "aud"))) return realm;
  for (const boost::json::value& audience : json::array_at(claims, "aud")) {
    if (const auto* text = audience.if_string()) {
      if (auto realm = realm_of(std::string_view(*text))) return realm;
    }
  }
  return std::nullopt;
}

std::string utc_day(int64_t seconds) {
  const auto when = static_cast<std::time_t>(seconds);
  std::tm parts{};
  char text[16] = "";
  if (gmtime_r(&when, &parts) == nullptr || strftime(text, sizeof(text), "%F", &parts) == 0)
    return "an unknown day";
  return text;
}

std::optional<CredentialProblem> judge_key(const Connection& connection,
                                           const std::optional<Realm>& realm, int64_t now) {
  if (realm && realm->tenant != connection.tenant) {
    std::string hint = "Set config.tenant to " + realm->tenant + ", or give an API key of tenant " +
                       connection.tenant;
    if (looks_like_uuid(connection.tenant))
      hint += ". The Tenant ID of the general settings is not the Tenant Name";
    return CredentialProblem{"the API key belongs to tenant " + realm->tenant +
                                 ", the connection names tenant " + connection.tenant,
                             hint};
  }
  if (connection.key_expires && *connection.key_expires <= now) {
    return CredentialProblem{
        "the API key expired on " + utc_day(*connection.key_expires),
        "Create a new key in Checkmarx One under Settings > Identity and Access Management > "
        "API Keys and update the connection's api_key"};
  }
  return std::nullopt;
}

void read_key(Connection& connection, std::optional<Realm>& realm, int64_t now) {
  const auto claims = ingest::sdk::jwt_claims(connection.api_key);
  connection.client_id = kDefaultClient;
  if (!claims) {
    connection.problem = CredentialProblem{
        "api_key is not a Checkmarx One API key: that is a JWT, three parts with dots between "
        "them, beginning with eyJ",
        "Copy the whole key as Checkmarx One shows it at creation. A client secret of an OAuth "
        "client goes into client_secret, with its client_id"};
    return;
  }
  if (std::string azp = ingest::sdk::claim_text(*claims, "azp"); !azp.empty())
    connection.client_id = std::move(azp);
  connection.key_expires = ingest::sdk::claim_time(*claims, "exp");
  realm = realm_of(*claims);
  connection.problem = judge_key(connection, realm, now);
}

void read_credentials(const boost::json::object& config, Connection& connection) {
  connection.api_key = setting(config, "api_key");
  connection.client_id = setting(config, "client_id");
  connection.client_secret = setting(config, "client_secret");
  if (!connection.api_key.empty()) {
    if (!connection.client_id.empty() || !connection.client_secret.empty())
      throw Error(INGEST_E_CONFIG,
                  "config has both api_key and client_id/client_secret; keep one of the two");
    return;
  }
  if (connection.client_id.empty() && connection.client_secret.empty())
    throw Error(INGEST_E_CONFIG,
                "config has no credentials; give api_key, or client_id and client_secret");
  if (connection.client_id.empty() || connection.client_secret.empty())
    throw Error(INGEST_E_CONFIG,
                std::string("config.") +
                    (connection.client_id.empty() ? "client_id" : "client_secret") +
                    " is missing; an OAuth client has both");
}

}  // namespace

Connection::~Connection() {
  ingest::sdk::wipe(api_key);
  ingest::sdk::wipe(client_secret);
}

std::string Connection::token_url() const {
  return iam.origin() + std::string(kRealms) + ingest::sdk::percent_encode(tenant) +
         "/protocol/openid-connect/token";
}

Connection parse_connection(const boost::json::object& config, int64_t now) {
  Connection connection;
  connection.api = base_url(json::string_at(config, "region"));
  connection.tenant = lower(setting(config, "tenant"));
  if (connection.tenant.empty())
    throw Error(INGEST_E_CONFIG,
                "config.tenant is empty; give the tenant's account name, for example acme");
  read_credentials(config, connection);

  std::optional<Realm> realm;
  if (connection.uses_api_key()) read_key(connection, realm, now);
  const std::string iam = setting(config, "iam_url");
  if (!iam.empty()) {
    connection.iam = base_url(iam, "iam_url");
  } else if (realm) {
    connection.iam = realm->iam;
  } else {
    // Where the rule does not hold, the API's host answers for the realm too.
    connection.iam = iam_of(connection.api).value_or(connection.api);
  }
  return connection;
}

}  // namespace checkmarx::one
