// request_error.cc - see request_error.hpp.
#include "checkmarx-one/request_error.hpp"

#include <utility>

#include "checkmarx-one/error_text.hpp"

namespace checkmarx::one {
namespace {

std::string sentence(const std::string& tried, const std::string& observed,
                     const std::string& hint) {
  std::string out = tried + ": " + observed;
  if (!hint.empty()) out += ". " + hint;
  return out;
}

std::string hint_of_http(int status, std::string_view permission) {
  switch (status) {
    case 401:
      return "The access token was refused twice, with a renewal in between: check that the API "
             "key was not revoked and that region and tenant belong together";
    case 403:
      if (permission.empty())
        return "The credentials lack a permission: give their owner the role ast-viewer";
      return "The credentials lack the Checkmarx One permission " + std::string(permission) +
             " (the product page's read:vulnerabilities): give it to the API key's owner, or "
             "the role ast-viewer, and create the key anew";
    case 404:
      return "Check that the region is the tenant's own";
    case 429:
      return "The tenant's rate limit is used up: lower http.max_concurrency or set "
             "http.requests_per_second";
    default:
      if (status >= 500) return "Checkmarx One has a problem: try again later";
      if (status >= 300 && status < 400)
        return "The answer leads to another host, which is not followed: check the region";
      return {};
  }
}

std::string hint_of_phase(int phase) {
  if (phase <= INGEST_HTTP_PHASE_CONNECT)
    return "Verify that the region value matches your deployment (for example deu for the DEU "
           "region) and that this machine can reach the host over HTTPS (port 443)";
  if (phase == INGEST_HTTP_PHASE_PROXY) return "Check http.proxy and the proxy's credentials";
  if (phase == INGEST_HTTP_PHASE_TLS)
    return "Check the system clock and the certificate authorities: behind a proxy that opens "
           "TLS, set http.ca_file to its certificate";
  return "Try again; if it stays so, raise http.timeout";
}

}  // namespace

RequestError::RequestError(ingest_status code, int http_status, std::string tried,
                           std::string observed, std::string hint)
    : Error(code, sentence(tried, observed, hint), http_status),
      tried_(std::move(tried)),
      observed_(std::move(observed)),
      hint_(std::move(hint)) {}

ingest_status status_of_http(int http_status) noexcept {
  if (http_status >= 200 && http_status < 300) return INGEST_OK;
  switch (http_status) {
    case 401:
      return INGEST_E_AUTH;
    case 403:
      return INGEST_E_FORBIDDEN;
    case 408:
    case 504:
      return INGEST_E_TIMEOUT;
    case 413:
      return INGEST_E_TOO_LARGE;
    case 429:
      return INGEST_E_RATE_LIMITED;
    default:
      return http_status >= 500 ? INGEST_E_UNAVAILABLE : INGEST_E_BAD_DATA;
  }
}

RequestError api_error(const ingest::sdk::HttpResponse& response, std::string_view tried,
                       std::string_view permission) {
  if (!response.arrived()) return transport_error(response, tried);
  const int status = response.http_status();
  std::string observed = "HTTP " + std::to_string(status);
  if (const std::string text = error_text(response.body()); !text.empty())
    observed += " (" + text + ")";
  if (!response.error().empty()) observed += "; " + fit_for_message(response.error());
  return {status_of_http(status), status, std::string(tried), std::move(observed),
          hint_of_http(status, permission)};
}

RequestError transport_error(const ingest::sdk::HttpResponse& response, std::string_view tried) {
  std::string observed = fit_for_message(response.error());
  if (observed.empty()) observed = "no answer";
  std::string hint =
      response.status() == INGEST_E_TOO_LARGE
          ? "An answer of that size is more than the service gives; check what answers in its place"
          : hint_of_phase(response.phase());
  return {response.status(), response.http_status(), std::string(tried), std::move(observed),
          std::move(hint)};
}

}  // namespace checkmarx::one
