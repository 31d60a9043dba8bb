#include "token_service.h"

#include <chrono>
#include <utility>

#include "dice.h"
#include "json_text.h"
#include "jwt.h"

namespace fake_cx1 {
namespace {

constexpr std::string_view kTenantId = "5d0f3c1e-7b52-4f0a-9b6e-2f7f1f6c9a01";
constexpr std::string_view kSubject = "9b0f2a77-1f0d-4a5e-9f3e-3d3b4b1e7a10";
constexpr std::string_view kSession = "f2f0c5b4-8a3d-4e88-9c58-7d1f7f0b2c11";
constexpr std::string_view kUserScope = "iam-api profile email ast-api groups offline_access roles";
constexpr std::string_view kClientScope = "iam-api profile email ast-api groups roles";

std::int64_t Now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Reply OAuthError(unsigned status, std::string_view error, std::string_view description) {
  std::string body;
  JsonText json(body);
  json.BeginObject();
  json.Text("error", error);
  if (!description.empty()) json.Text("error_description", description);
  json.EndObject();
  return MakeReply(status, kJson, std::move(body));
}

Reply MessageError(unsigned status, std::string_view message) {
  std::string body;
  JsonText json(body);
  json.BeginObject();
  json.Text("message", message);
  json.EndObject();
  return MakeReply(status, kJson, std::move(body));
}

Reply BadClient() {
  return OAuthError(401, "unauthorized_client", "Invalid client or Invalid client credentials");
}

Reply DeadKey(std::string_view why) { return OAuthError(400, "invalid_grant", why); }

bool IsPublicClient(std::string_view client_id) {
  return client_id == "ast-app" || client_id == "ide-integration";
}

}  // namespace

TokenService::TokenService(const Options& options, std::string api_url, std::string iam_url,
                           AccessTokens& tokens, TrafficStats& stats)
    : identity_(options.identity),
      seed_(options.seed),
      api_url_(std::move(api_url)),
      iam_url_(std::move(iam_url)),
      tokens_(tokens),
      stats_(stats),
      client_id_("oauth-client-" + Dice(seed_, 0, 0).Hex("client id", 8)),
      client_secret_(Dice(seed_, 0, 0).Hex("client secret", 30) + "+/&=%"),
      started_(Now()),
      api_key_(MakeApiKey(1)) {}

std::string TokenService::RealmUrl() const { return iam_url_ + "/auth/realms/" + identity_.tenant; }

std::string TokenService::api_key() const {
  const std::lock_guard lock(mutex_);
  return api_key_;
}

std::string TokenService::ReplaceApiKey() {
  const std::lock_guard lock(mutex_);
  revoked_keys_.insert(api_key_);
  api_key_ = MakeApiKey(++keys_);
  tokens_.Revoke();
  return api_key_;
}

std::string TokenService::MakeApiKey(std::uint64_t number) const {
  std::string claims;
  JsonText json(claims);
  json.BeginObject();
  if (identity_.key_expires_in) json.Integer("exp", started_ + *identity_.key_expires_in);
  json.Integer("iat", started_ - 86400);
  json.Text("jti", NumberedUuid(seed_, 0x0b9d, 0, number));
  json.Text("iss", RealmUrl());
  json.Text("aud", RealmUrl());
  json.Text("sub", kSubject);
  json.Text("typ", "Offline");
  json.Text("azp", identity_.azp);
  json.Text("session_state", kSession);
  json.Text("scope", kUserScope);
  json.Text("sid", kSession);
  json.EndObject();
  return MakeJwt(claims, client_secret_);
}

std::string TokenService::AccessTokenClaims(std::string_view id, std::int64_t now,
                                            bool service_user) const {
  std::string claims;
  JsonText json(claims);
  json.BeginObject();
  json.Integer("exp", now + identity_.token_ttl);
  json.Integer("iat", now);
  json.Text("jti", id);
  json.Text("iss", RealmUrl());
  json.Texts("aud", {"realm-management", "account"});
  json.Text("sub", kSubject);
  json.Text("typ", "Bearer");
  json.Text("azp", service_user ? client_id_ : identity_.azp);
  json.Text("session_state", kSession);
  json.Texts("allowed-origins", {"*"});
  json.Raw(
      "resource_access",
      R"({"realm-management":{"roles":["view-users"]},"account":{"roles":["manage-account"]}})");
  json.Text("scope", service_user ? kClientScope : kUserScope);
  json.Text("sid", kSession);
  json.Text("tenant_id", "deu::" + std::string(kTenantId));
  json.Text("tenant_name", identity_.tenant);
  json.Text("tenant-type", "saas");
  json.Text("is-service-user", service_user ? "true" : "false");
  json.Texts("roles", {"default-roles"});
  json.Texts("roles_ast", identity_.roles);
  json.Texts("groups", {});
  json.Texts("groupsNames", {});
  json.Text("preferred_username", "connector");
  json.Text("name", "Test Connector");
  json.Text("given_name", "Test");
  json.Text("family_name", "Connector");
  json.Text("email", "connector@example.com");
  if (service_user) json.Text("client_id", client_id_);
  json.Text("ast-base-url", identity_.ast_base_url.empty() ? api_url_ : identity_.ast_base_url);
  json.BeginObject("ast-license");
  json.Integer("ID", 1201);
  json.Text("TenantID", kTenantId);
  json.Text("PackageName", "Enterprise");
  json.BeginObject("LicenseData");
  std::vector<std::string> engines = {"SAST", "SCA", "KICS", "API Security", "Containers"};
  if (identity_.dast_enabled) engines.emplace_back("DAST");
  json.Texts("allowedEngines", engines);
  json.Boolean("dastEnabled", identity_.dast_enabled);
  json.Texts("services", {});
  json.EndObject();
  json.EndObject();
  json.EndObject();
  return claims;
}

std::string TokenService::IssueAccessToken(bool service_user) {
  const std::string id = RandomUuid();
  const std::string claims = AccessTokenClaims(id, Now(), service_user);
  std::string token = MakeJwt(claims, client_secret_);
  tokens_.Add(token, id, std::chrono::seconds(identity_.token_ttl));
  stats_.CountToken(service_user ? "client_credentials" : "refresh_token");
  return token;
}

Reply TokenService::RefreshGrant(const FormFields& form) {
  const auto key = form.Get("refresh_token");
  if (!key || key->empty()) return MessageError(400, "Token is a required field");
  const std::string_view client_id = form.GetOrEmpty("client_id");
  if (!IsPublicClient(client_id)) return BadClient();
  {
    const std::lock_guard lock(mutex_);
    if (revoked_keys_.count(std::string(*key)) > 0)
      return DeadKey("Offline user session not found");
    if (*key != api_key_) return DeadKey("Invalid refresh token");
  }
  if (client_id != identity_.azp) return DeadKey("Session doesn't have required client");
  const bool ran_out =
      identity_.key_expires_in.has_value() && started_ + *identity_.key_expires_in <= Now();
  if (identity_.key_state == KeyState::kExpired || ran_out) return DeadKey("Token is not active");
  if (identity_.key_state == KeyState::kRevoked) return DeadKey("Offline user session not found");

  std::string body;
  JsonText json(body);
  json.BeginObject();
  json.Text("access_token", IssueAccessToken(false));
  json.Integer("expires_in", identity_.token_ttl);
  json.Integer("refresh_expires_in", 0);
  // A rotated token that is never accepted: a client must go on with the API key itself.
  json.Text("refresh_token", MakeJwt(R"({"typ":"Refresh","jti":")" + RandomUuid() + R"("})", ""));
  json.Text("token_type", "Bearer");
  json.Integer("not-before-policy", 0);
  json.Text("session_state", kSession);
  json.Text("scope", kUserScope);
  json.EndObject();
  return MakeReply(200, kJson, std::move(body));
}

Reply TokenService::ClientCredentialsGrant(const FormFields& form) {
  if (form.GetOrEmpty("client_id") != client_id_) return BadClient();
  if (form.GetOrEmpty("client_secret") != client_secret_) return BadClient();
  std::string body;
  JsonText json(body);
  json.BeginObject();
  json.Text("access_token", IssueAccessToken(true));
  json.Integer("expires_in", identity_.token_ttl);
  json.Integer("refresh_expires_in", 0);
  json.Text("token_type", "Bearer");
  json.Integer("not-before-policy", 0);
  json.Text("scope", kClientScope);
  json.EndObject();
  return MakeReply(200, kJson, std::move(body));
}

Reply TokenService::Answer(const Request& request, std::string_view realm) {
  if (realm != identity_.tenant) return OAuthError(404, "Realm does not exist", "");
  if (!request.content_type.starts_with("application/x-www-form-urlencoded")) {
    return MessageError(400, "Content-Type must be application/x-www-form-urlencoded");
  }
  const auto form = FormFields::Parse(request.body);
  if (!form) return MessageError(400, "malformed form body");
  const auto grant = form->Get("grant_type");
  if (!grant) return OAuthError(400, "invalid_request", "Missing form parameter: grant_type");
  if (*grant == "refresh_token") return RefreshGrant(*form);
  if (*grant == "client_credentials") return ClientCredentialsGrant(*form);
  return OAuthError(400, "unsupported_grant_type", "Unsupported grant_type");
}

}  // namespace fake_cx1
