// api.cc - see api.hpp.
#include "api.hpp"

#include <ingest/sdk/json.hpp>
#include <ingest/sdk/url.hpp>

#include <utility>

namespace paged_oauth {
namespace {

namespace json = ingest::sdk::json;
namespace sdk = ingest::sdk;

ingest_status status_of(int http_status) {
  if (http_status == 401) return INGEST_E_AUTH;
  if (http_status == 403) return INGEST_E_FORBIDDEN;
  if (http_status == 429) return INGEST_E_RATE_LIMITED;
  return http_status >= 500 ? INGEST_E_UNAVAILABLE : INGEST_E_BAD_DATA;
}

[[noreturn]] void fail(const sdk::HttpResponse& response, const std::string& what) {
  if (!response.arrived())
    throw sdk::Error(response.status(), what + ": " + std::string(response.error()));
  const int status = response.http_status();
  throw sdk::Error(status_of(status), what + ": HTTP " + std::to_string(status), status);
}

sdk::TokenEndpoint token_endpoint(const Settings& settings) {
  const auto form = [&settings] {
    sdk::FormText text;
    text.reserve(128 + 3 * settings.client_secret.size());  // or a part of it stays in memory
    text.add("grant_type", "client_credentials")
        .add("client_id", settings.client_id)
        .add("client_secret", settings.client_secret);
    return std::move(text).text();
  };
  const auto refuse = [&settings](const sdk::HttpResponse& response) {
    const std::string what = "POST " + settings.url + "/oauth/token for " + settings.client_id;
    const int status = response.http_status();
    if (response.arrived() && (status == 400 || status == 401))
      throw sdk::Error(INGEST_E_AUTH, what + ": the client is unknown, or its secret is wrong",
                       status);
    if (response.arrived() && status == 200)
      throw sdk::Error(INGEST_E_BAD_DATA, what + ": no token in the answer");
    fail(response, what);
  };
  return {settings.url + "/oauth/token", form, refuse};
}

}  // namespace

Api::Api(const sdk::HttpClient& http, const sdk::Call& call, const Settings& settings)
    : settings_(settings),
      exchange_(http, call),
      tokens_(exchange_, token_endpoint(settings)),
      authorized_(exchange_, tokens_) {}

void Api::log_in() {
  if (!tokens_.at_hand()) exchange_.run();
}

void Api::list(const std::string& path, const std::string& cursor, sdk::Lane lane, OnPage on_page,
               OnFailure on_failure) {
  sdk::HttpRequest request;
  request.url = settings_.url + path;
  if (!cursor.empty()) request.url += "?cursor=" + sdk::percent_encode(cursor);
  request.flags = INGEST_HTTP_JSON;
  const std::string what = "GET " + request.url;
  authorized_.start(
      std::move(request),
      [what, on_page = std::move(on_page),
       on_failure = std::move(on_failure)](sdk::HttpResponse response) {
        boost::json::object answer;
        try {
          if (!response.arrived() || response.http_status() != 200) fail(response, what);
          answer = json::parse_object(response.body(), what);
          const auto* items = json::value_at(answer, "items");
          if (items == nullptr || !items->is_array())
            throw sdk::Error(INGEST_E_BAD_DATA, what + ": the answer has no list of items");
        } catch (const sdk::Error& error) {
          return on_failure(error);
        }
        on_page({std::move(response), json::array_at(answer, "items"),
                 std::string(json::string_at(answer, "next"))});
      },
      lane);
}

}  // namespace paged_oauth
