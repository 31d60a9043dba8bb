// credential_check.cc - see credential_check.hpp.
#include "checkmarx-one/credential_check.hpp"

#include <string>

#include "checkmarx-one/error_text.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::one {
namespace {

constexpr int64_t kDay = 24 * 3600;
constexpr int64_t kWarnDays = 14;

void append(std::string& text, const std::string& more) {
  if (more.empty()) return;
  if (!text.empty()) text += ". ";
  text += more;
}

}  // namespace

void warn(ingest::v1::CheckResult& result, const std::string& observed, const std::string& hint) {
  result.set_outcome(ingest::v1::CHECK_OUTCOME_WARNING);
  append(*result.mutable_observed(), observed);
  append(*result.mutable_hint(), hint);
}

AccessClaims check_credentials(ApiClient& api, int64_t now, ingest::v1::CheckResult& result) {
  const Connection& connection = api.connection();
  result.set_tried("get an access token for tenant " + connection.tenant + " from " +
                   connection.iam.authority());
  api.authenticate();
  AccessClaims claims = access_claims(api.tokens().token());
  result.set_observed("a token that is valid for " +
                      std::to_string(api.tokens().lifetime().count()) + " s");

  if (connection.key_expires && *connection.key_expires - now < kWarnDays * kDay) {
    const int64_t days = (*connection.key_expires - now) / kDay;
    warn(result,
         "the API key expires " +
             (days == 0 ? "in less than a day"
                        : "in " + std::to_string(days) + (days == 1 ? " day" : " days")),
         "Create a new key in Checkmarx One under Settings > Identity and Access Management > "
         "API Keys and update the connection before then");
  }
  if (const auto stated = ingest::sdk::parse_url(claims.base_url);
      stated && stated->authority() != connection.api.authority()) {
    warn(result,
         "the tenant's API is at " + fit_for_message(stated->authority()) +
             ", the connection names " + connection.api.authority(),
         "Set region to " + fit_for_message(stated->origin()));
  }
  return claims;
}

}  // namespace checkmarx::one
