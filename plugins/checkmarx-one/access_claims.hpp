// access_claims.hpp - what an access token says about its bearer: advice for the checks, never
// proof; the API's own answers decide. Pure functions. [thread-safe]
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace checkmarx::one {

struct AccessClaims {
  bool readable = false;             // the token was a JWT
  bool states_roles = false;         // it has the claim roles_ast
  std::vector<std::string> roles;    // Checkmarx One permissions and composite roles
  std::string tenant;                // account name; may be empty
  std::string base_url;              // of the API; may be empty
  std::optional<bool> dast_enabled;  // of the licence; empty when the token does not say

  // The role itself, or a composite role that contains all viewing.
  bool grants(std::string_view role) const;
};

AccessClaims access_claims(std::string_view access_token);

}  // namespace checkmarx::one
