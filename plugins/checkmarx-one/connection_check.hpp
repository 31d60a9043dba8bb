// connection_check.hpp - the five checks in their order, each timed; after the first that fails
// the others are reported as not run. One thread, that of test_connection.
#pragma once

#include <functional>

#include "checkmarx-one/access_claims.hpp"
#include "checkmarx-one/api_client.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/v1/check.pb.h"
#include "ingest/v1/descriptor.pb.h"

namespace checkmarx::one {

// What only the connector knows. Each fills the result, whose outcome is PASSED when it is
// called, or throws: RequestError where a request failed, Error where an answer makes no sense.
struct ConnectorProbes {
  std::function<void(ApiClient&, const AccessClaims&, ingest::v1::CheckResult&)> authorization;
  std::function<void(ApiClient&, ingest::v1::CheckResult&)> data;
};

// descriptor names the checks. Emits one record for each of them.
void check_connection(const ingest::v1::ConnectorDescriptor& descriptor,
                      const ingest::sdk::HttpClient& http, const ingest::sdk::Call& call,
                      const ingest::sdk::Sink& sink, const Connection& connection,
                      const ConnectorProbes& probes);

}  // namespace checkmarx::one
