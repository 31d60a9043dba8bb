// access_claims.cc - see access_claims.hpp.
#include "checkmarx-one/access_claims.hpp"

#include <algorithm>

#include "ingest/sdk/json.hpp"
#include "ingest/sdk/jwt.hpp"

namespace checkmarx::one {

namespace json = ingest::sdk::json;

bool AccessClaims::grants(std::string_view role) const {
  return std::any_of(roles.begin(), roles.end(), [role](const std::string& have) {
    return have == role || have == "ast-viewer" || have == "ast-scanner" || have == "ast-admin";
  });
}

AccessClaims access_claims(std::string_view access_token) {
  AccessClaims out;
  const auto claims = ingest::sdk::jwt_claims(access_token);
  if (!claims) return out;
  out.readable = true;
  out.states_roles = json::value_at(*claims, "roles_ast") != nullptr;
  for (const boost::json::value& role : json::array_at(*claims, "roles_ast")) {
    if (const auto* text = role.if_string()) out.roles.emplace_back(*text);
  }
  out.tenant = ingest::sdk::claim_text(*claims, "tenant_name");
  out.base_url = ingest::sdk::claim_text(*claims, "ast-base-url");
  const boost::json::object& license = json::object_at(*claims, "ast-license");
  out.dast_enabled = json::bool_at(json::object_at(license, "LicenseData"), "dastEnabled");
  return out;
}

}  // namespace checkmarx::one
