// api.hpp - the service: many requests at once, each with a bearer token that is got and renewed as
// needed. One thread; for the length of one call of the host.
#pragma once

#include <ingest/sdk/exchange.hpp>
#include <ingest/sdk/oauth.hpp>

#include <boost/json.hpp>
#include <functional>
#include <string>

#include "settings.hpp"

namespace paged_oauth {

// A page of a list: {"items": [...], "next": "..."}.
struct ListPage {
  ingest::sdk::HttpResponse response;
  const boost::json::array& items;
  std::string next;  // cursor of the page that follows; empty: this is the last
};

class Api {
 public:
  using OnPage = std::function<void(const ListPage&)>;
  using OnFailure = std::function<void(const ingest::sdk::Error&)>;

  Api(const ingest::sdk::HttpClient& http, const ingest::sdk::Call& call, const Settings& settings);

  // Throws what keeps the client from a token.
  void log_in();
  // GET url + path, with the cursor unless it is empty. One of the two is called, from run.
  void list(const std::string& path, const std::string& cursor, ingest::sdk::Lane lane,
            OnPage on_page, OnFailure on_failure);
  // Until nothing is left to do. Throws what a continuation throws.
  void run() { exchange_.run(); }

 private:
  const Settings& settings_;
  ingest::sdk::Exchange exchange_;
  ingest::sdk::AccessTokens tokens_;
  ingest::sdk::AuthorizedExchange authorized_;
};

}  // namespace paged_oauth
