// The token endpoint of the identity service and the credentials it accepts.
#ifndef TESTS_FAKE_CHECKMARX_ONE_TOKEN_SERVICE_H_
#define TESTS_FAKE_CHECKMARX_ONE_TOKEN_SERVICE_H_

#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "access_tokens.h"
#include "http_message.h"
#include "options.h"
#include "traffic_stats.h"

namespace fake_cx1 {

class TokenService {
 public:
  // The URLs have no trailing slash. `tokens` and `stats` must outlive the service.
  TokenService(const Options& options, std::string api_url, std::string iam_url,
               AccessTokens& tokens, TrafficStats& stats);

  // POST /auth/realms/{realm}/protocol/openid-connect/token. Thread-safe.
  Reply Answer(const Request& request, std::string_view realm);

  // Another API key takes the place of the one before, which is revoked, and so are all tokens.
  // Thread-safe.
  std::string ReplaceApiKey();

  std::string api_key() const;  // Thread-safe.
  const std::string& client_id() const { return client_id_; }
  const std::string& client_secret() const { return client_secret_; }

 private:
  Reply RefreshGrant(const FormFields& form);
  Reply ClientCredentialsGrant(const FormFields& form);
  std::string MakeApiKey(std::uint64_t number) const;
  std::string AccessTokenClaims(std::string_view id, std::int64_t now, bool service_user) const;
  std::string IssueAccessToken(bool service_user);
  std::string RealmUrl() const;

  const IdentityOptions identity_;
  const std::uint64_t seed_;
  const std::string api_url_;
  const std::string iam_url_;
  AccessTokens& tokens_;
  TrafficStats& stats_;
  std::string client_id_;
  std::string client_secret_;
  std::int64_t started_ = 0;
  mutable std::mutex mutex_;
  std::uint64_t keys_ = 1;  // that there were
  std::string api_key_;     // guarded by mutex_, like the next one
  std::set<std::string> revoked_keys_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_TOKEN_SERVICE_H_
