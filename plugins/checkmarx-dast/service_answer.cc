// service_answer.cc - see service_answer.hpp.
#include "checkmarx-dast/service_answer.hpp"

#include <string>

#include "checkmarx-one/access_claims.hpp"

namespace checkmarx::dast {
namespace {

one::RequestError not_available(const one::ApiClient& api, const one::Answer& answer,
                                std::string_view tried) {
  const int status = answer.response.http_status();
  std::string observed = "HTTP " + std::to_string(status);
  if (is_html(answer)) observed += " with a web page instead of JSON";
  return {INGEST_E_BAD_DATA, status, std::string(tried) + " at " + api.connection().api.authority(),
          std::move(observed),
          "DAST is not available in this region or for this tenant: verify that the region is the "
          "tenant's own, and ask Checkmarx whether DAST is enabled for it"};
}

one::RequestError not_allowed(const one::ApiClient& api, const one::RequestError& failure) {
  const auto licensed = one::access_claims(api.tokens().token()).dast_enabled;
  if (licensed == true) return failure;
  if (licensed == false)
    return {INGEST_E_FORBIDDEN, failure.http_status(), failure.tried(),
            failure.observed() + "; the access token says dastEnabled: false",
            "DAST is not licensed for this tenant: ask your Checkmarx contact to enable it"};
  return {INGEST_E_FORBIDDEN, failure.http_status(), failure.tried(), failure.observed(),
          failure.hint() + ". Or DAST is not licensed for this tenant: the token does not say"};
}

}  // namespace

bool is_html(const one::Answer& answer) {
  const std::string_view body = answer.body();
  const size_t first = body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != std::string_view::npos && body[first] == '<';
}

void expect_answer(const one::ApiClient& api, const one::Answer& answer, std::string_view tried,
                   Asks asks) {
  if (answer.ok()) {
    if (is_html(answer)) throw not_available(api, answer, tried);
    return;
  }
  const one::RequestError& failure = *answer.failure;
  if (failure.http_status() == 404 && (asks == Asks::kService || is_html(answer)))
    throw not_available(api, answer, tried);
  if (failure.http_status() == 404)
    throw one::RequestError(failure.code(), 404, failure.tried(), failure.observed(),
                            "It may have been deleted since it was listed");
  if (failure.http_status() == 403) throw not_allowed(api, failure);
  throw one::RequestError(failure);
}

}  // namespace checkmarx::dast
