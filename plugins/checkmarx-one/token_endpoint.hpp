// token_endpoint.hpp - how a tenant's token endpoint is asked, and what its refusals mean.
#pragma once

#include <string>
#include <string_view>

#include "checkmarx-one/connection.hpp"
#include "checkmarx-one/request_error.hpp"
#include "ingest/sdk/oauth.hpp"

namespace checkmarx::one {

// connection must outlive what is returned.
ingest::sdk::TokenEndpoint token_endpoint(const Connection& connection);

// The meaning of an answer other than 200. [thread-safe]
RequestError token_refusal(const Connection& connection, int http_status, std::string_view body,
                           std::string_view note = {});

}  // namespace checkmarx::one
