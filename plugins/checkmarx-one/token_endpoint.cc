// token_endpoint.cc - the two grants, and Keycloak's refusals in the words of the product page.
#include "checkmarx-one/token_endpoint.hpp"

#include <utility>

#include "checkmarx-one/error_text.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::one {
namespace {

std::string form(const Connection& connection) {
  ingest::sdk::FormText form;
  if (connection.uses_api_key()) {
    form.reserve(256 + 3 * connection.api_key.size());
    form.add("grant_type", "refresh_token")
        .add("client_id", connection.client_id)
        .add("refresh_token", connection.api_key);
  } else {
    form.reserve(256 + 3 * connection.client_secret.size());
    form.add("grant_type", "client_credentials")
        .add("client_id", connection.client_id)
        .add("client_secret", connection.client_secret);
  }
  return std::move(form).text();
}

std::string tried(const Connection& connection) {
  return "get an access token for tenant " + connection.tenant + " from " +
         connection.iam.authority();
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// What to do about a 400 or 401, by what Keycloak writes.
std::string hint_of_refusal(const Connection& connection, const std::string& text) {
  constexpr std::string_view kNewKey =
      "Create a new key in Checkmarx One under Settings > Identity and Access Management > API "
      "Keys and update the connection's api_key";
  if (!connection.uses_api_key())
    return "The OAuth client's client_id or client_secret is wrong, or the client is disabled: "
           "verify both, the region and the tenant name";
  if (has(text, "not active")) return "The API key has expired. " + std::string(kNewKey);
  if (has(text, "session not found"))
    return "The API key was revoked, its owner was removed, or the tenant's licence was renewed, "
           "which ends all keys. " +
           std::string(kNewKey);
  if (has(text, "Invalid refresh token") || has(text, "required client"))
    return "The API key was made for another tenant, region or client. Verify region, tenant and "
           "API key";
  return "Verify that region, tenant and API key are right and that the API key has not expired";
}

}  // namespace

RequestError token_refusal(const Connection& connection, int http_status, std::string_view body,
                           std::string_view note) {
  // What a 200 says besides its token may be as secret as the token.
  const size_t first = body.find_first_not_of(" \t\r\n");
  const bool web_page = first != body.npos && body[first] == '<';
  const std::string text =
      http_status == 200 && !web_page ? "without a usable access_token" : error_text(body);
  std::string observed = "HTTP " + std::to_string(http_status);
  if (!text.empty()) observed += " (" + text + ")";
  if (!note.empty()) observed += "; " + fit_for_message(note);
  ingest_status code = INGEST_E_AUTH;
  std::string hint;
  if (http_status == 400 || http_status == 401) {
    hint = hint_of_refusal(connection, text);
  } else if (http_status == 404) {
    hint = "There is no tenant " + connection.tenant + " at " + connection.iam.authority() +
           ": verify the tenant name (the account name, not the Tenant ID) and the region";
  } else if (http_status >= 200 && http_status < 400) {
    code = INGEST_E_BAD_DATA;
    hint = "This is not a Checkmarx One token endpoint: verify region and iam_url";
  } else {
    code = status_of_http(http_status);
    hint = "Checkmarx One's identity service has a problem: try again later";
    if (code == INGEST_E_FORBIDDEN) {
      code = INGEST_E_AUTH;
      hint =
          "Something before the identity service refuses this machine: verify region, proxy "
          "and the tenant's list of allowed addresses";
    } else if (code == INGEST_E_BAD_DATA) {
      code = INGEST_E_AUTH;
      hint = "Verify region, tenant and credentials";
    }
  }
  return {code, http_status, tried(connection), std::move(observed), std::move(hint)};
}

ingest::sdk::TokenEndpoint token_endpoint(const Connection& connection) {
  ingest::sdk::TokenEndpoint endpoint;
  endpoint.url = connection.token_url();
  endpoint.form = [&connection] { return form(connection); };
  endpoint.refuse = [&connection](const ingest::sdk::HttpResponse& response) {
    if (!response.arrived()) throw transport_error(response, tried(connection));
    throw token_refusal(connection, response.http_status(), response.body(), response.error());
  };
  return endpoint;
}

}  // namespace checkmarx::one
