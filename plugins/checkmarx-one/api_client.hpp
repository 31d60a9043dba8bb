// api_client.hpp - GET requests to the Checkmarx One API, many at a time.
//
// One client serves one call of the host. One thread. Answers come in any order, each to its
// continuation, while run() is running. What ends everything leaves run() as an exception: the
// credentials are refused, the host cancels, a service of the source is down (see Outage). All
// else is an Answer with a failure in it, for the continuation to judge.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "checkmarx-one/connection.hpp"
#include "checkmarx-one/outage.hpp"
#include "checkmarx-one/request_error.hpp"
#include "ingest/sdk/exchange.hpp"
#include "ingest/sdk/oauth.hpp"

namespace checkmarx::one {

struct ApiRequest {
  std::string path;                  // with the query: "/api/projects?offset=0&limit=100"
  std::string tried;                 // for people: "list projects"
  std::string permission;            // the role that it needs: "view-projects"
  std::string_view service = "API";  // what may be down on its own; outlives the answer
  bool optional = false;             // the pull goes on without, even when the service is down
  ingest::sdk::Lane lane = ingest::sdk::Lane::kStart;
  uint64_t weight = 0;  // bytes expected; 0: few or unknown
  std::string_view accept = "application/json; version=1.0";
  uint32_t flags = 0;  // INGEST_HTTP_*
};

struct Answer {
  ingest::sdk::HttpResponse response;
  std::optional<RequestError> failure;  // set unless a whole 2xx came

  bool ok() const noexcept { return !failure; }
  std::string_view body() const noexcept { return response.body(); }
};

class ApiClient {
 public:
  using OnAnswer = std::function<void(Answer)>;

  // connection must outlive the client. Throws its problem, if it has one.
  ApiClient(const ingest::sdk::HttpClient& http, const ingest::sdk::Call& call,
            const Connection& connection);

  void get(ApiRequest request, OnAnswer on_answer);
  void run() { exchange_.run(); }

  // One request from start to end, while no other is under way.
  Answer get_now(ApiRequest request);

  // Gets an access token, unless one is at hand. Throws the refusal.
  void authenticate();

  // An optional service that need not be asked any more.
  bool is_down(std::string_view service) const { return outage_.is_down(service); }

  const Connection& connection() const noexcept { return connection_; }
  const ingest::sdk::AccessTokens& tokens() const noexcept { return tokens_; }
  const ingest::sdk::Call& call() const noexcept { return exchange_.call(); }
  // Requests that who reads one unit may have under way: enough to keep the connection busy, and
  // few enough that those of a slow or failing unit leave room for the others.
  uint64_t unit_share() const noexcept { return unit_share_; }

 private:
  void judge(std::string_view service, bool optional, const RequestError& failure);

  const Connection& connection_;
  const uint64_t unit_share_;
  ingest::sdk::Exchange exchange_;
  ingest::sdk::AccessTokens tokens_;
  ingest::sdk::AuthorizedExchange authorized_;
  Outage outage_;
};

}  // namespace checkmarx::one
