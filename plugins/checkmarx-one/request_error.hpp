// request_error.hpp - a request that did not give what it was made for: what was tried, what
// came back, what to do next, each on its own so that a check can show them apart.
// Pure functions. [thread-safe]
#pragma once

#include <string>
#include <string_view>

#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/http.hpp"

namespace checkmarx::one {

class RequestError : public ingest::sdk::Error {
 public:
  RequestError(ingest_status code, int http_status, std::string tried, std::string observed,
               std::string hint);
  const std::string& tried() const noexcept { return tried_; }
  const std::string& observed() const noexcept { return observed_; }
  const std::string& hint() const noexcept { return hint_; }
  int http_status() const noexcept { return vendor_code(); }

 private:
  std::string tried_;
  std::string observed_;
  std::string hint_;
};

// Which status an HTTP status amounts to; INGEST_OK for 2xx.
ingest_status status_of_http(int http_status) noexcept;

// For an API answer that is not a whole 2xx. permission is the role that the request needs, in
// Checkmarx' words ("view-results"); empty: none in particular.
RequestError api_error(const ingest::sdk::HttpResponse& response, std::string_view tried,
                       std::string_view permission);

// For a request that got no answer at all.
RequestError transport_error(const ingest::sdk::HttpResponse& response, std::string_view tried);

}  // namespace checkmarx::one
