// probes.hpp - the two checks that only this connector can make: has the bearer the rights to
// read DAST results, and can they be read? One thread.
#pragma once

#include "checkmarx-one/access_claims.hpp"
#include "checkmarx-one/api_client.hpp"
#include "ingest/v1/check.pb.h"

namespace checkmarx::dast {

// The token's claims advise, one cheap request decides.
void probe_authorization(one::ApiClient& api, const one::AccessClaims& claims,
                         ingest::v1::CheckResult& result);

// An environment, its scans, one row of its results. An empty tenant passes with a note.
void probe_data(one::ApiClient& api, ingest::v1::CheckResult& result);

}  // namespace checkmarx::dast
