// api_client.cc - see api_client.hpp.
#include "checkmarx-one/api_client.hpp"

#include <memory>
#include <utility>

#include "checkmarx-one/token_endpoint.hpp"

namespace checkmarx::one {
namespace {

using ingest::sdk::Error;
using ingest::sdk::HttpRequest;
using ingest::sdk::HttpResponse;

}  // namespace

ApiClient::ApiClient(const ingest::sdk::HttpClient& http, const ingest::sdk::Call& call,
                     const Connection& connection)
    : connection_(connection),
      unit_share_(1 + http.max_concurrency() * uint64_t{3} / 2),
      exchange_(http, call),
      tokens_(exchange_, token_endpoint(connection)),
      authorized_(exchange_, tokens_),
      outage_(2 * uint64_t{http.max_concurrency()}) {
  if (connection.problem)
    throw RequestError(INGEST_E_AUTH, 0, "use the connection's credentials",
                       connection.problem->observed, connection.problem->hint);
}

void ApiClient::judge(std::string_view service, bool optional, const RequestError& failure) {
  if (failure.code() == INGEST_E_AUTH || failure.code() == INGEST_E_CANCELLED)
    throw RequestError(failure);
  outage_.failed(service, failure);
  if (optional || !outage_.is_down(service)) return;
  throw RequestError(
      failure.code(), failure.http_status(), failure.tried(),
      failure.observed() + "; the requests for " + std::string(service) +
          " before it failed as well",
      "The service seems to be down, so the others were not tried. " + failure.hint());
}

void ApiClient::get(ApiRequest request, OnAnswer on_answer) {
  HttpRequest outgoing;
  outgoing.url = connection_.api.origin() + request.path;
  outgoing.header("Accept", request.accept);
  outgoing.flags = request.flags | INGEST_HTTP_JSON;
  auto answered = [this, tried = std::move(request.tried),
                   permission = std::move(request.permission), service = request.service,
                   optional = request.optional,
                   on_answer = std::move(on_answer)](HttpResponse response) {
    std::optional<RequestError> failure;
    if (!response.arrived() || status_of_http(response.http_status()) != INGEST_OK) {
      failure = api_error(response, tried + " at " + connection_.api.authority(), permission);
      judge(service, optional, *failure);
    } else {
      outage_.served(service);
    }
    on_answer(Answer{std::move(response), std::move(failure)});
  };
  authorized_.start(std::move(outgoing), std::move(answered), request.lane, request.weight);
}

Answer ApiClient::get_now(ApiRequest request) {
  std::optional<Answer> out;
  get(std::move(request), [&out](Answer answer) { out.emplace(std::move(answer)); });
  run();
  if (!out) throw Error(INGEST_E_INTERNAL, "a request ended without an answer");
  return std::move(*out);
}

void ApiClient::authenticate() {
  if (!tokens_.at_hand()) run();
}

}  // namespace checkmarx::one
