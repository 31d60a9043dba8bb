// credential_check.hpp - the check "credentials": are the credentials good, for how long, and do
// region and token agree? One thread.
#pragma once

#include <cstdint>

#include "checkmarx-one/access_claims.hpp"
#include "checkmarx-one/api_client.hpp"
#include "ingest/v1/check.pb.h"

namespace checkmarx::one {

// Gets an access token. now is in seconds since 1970. Throws RequestError where it fails.
AccessClaims check_credentials(ApiClient& api, int64_t now, ingest::v1::CheckResult& result);

// Turns a passed check into a warning, or adds to one.
void warn(ingest::v1::CheckResult& result, const std::string& observed, const std::string& hint);

}  // namespace checkmarx::one
