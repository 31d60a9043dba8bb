// connector.cc - the findings of applications, from an API with OAuth client credentials and lists
// that are paged by cursor. transform and rows are thread-safe.
#include <ingest/sdk/connector.hpp>
#include <ingest/sdk/http.hpp>
#include <ingest/sdk/json.hpp>
#include <ingest/sdk/messages.hpp>
#include <ingest/sdk/rows.hpp>
#include <maps/paged-oauth-default.hpp>

#include <optional>
#include <string>
#include <string_view>

#include "api.hpp"
#include "descriptor.hpp"
#include "fetch.hpp"

namespace paged_oauth {
namespace {

namespace json = ingest::sdk::json;
namespace sdk = ingest::sdk;
namespace v1 = ingest::v1;

std::string required(const boost::json::object& config, const char* key) {
  std::string value(json::string_at(config, key));
  if (value.empty())
    throw sdk::Error(INGEST_E_CONFIG, std::string("config.") + key + " is missing");
  return value;
}

Settings parse_settings(std::string_view text) {
  const auto all = json::parse_object(text, "settings");
  const auto& config = json::object_at(all, "config");
  const boost::json::value* map = json::value_at(all, "map");  // of the user's, if there is one
  Settings settings{required(config, "url"), required(config, "client_id"),
                    required(config, "client_secret"),
                    map != nullptr ? sdk::TransformMap::from_json(*map)
                                   : sdk::TransformMap::parse(kDefaultMap.json)};
  while (settings.url.size() > 1 && settings.url.back() == '/') settings.url.pop_back();
  return settings;
}

class Connector {
 public:
  static const ingest_descriptor& descriptor() { return paged_oauth::descriptor(); }

  Connector(const sdk::Host& host, std::string_view settings)
      : host_(host), settings_(parse_settings(settings)) {}

  void test_connection(const sdk::Call& call, const sdk::Sink& sink) const {
    Api api(sdk::HttpClient(host_), call, settings_);
    const bool in =
        check(sink, kLoginCheck, "Login", "get a token for " + settings_.client_id, true, [&] {
          api.log_in();
          return std::string("a token");
        });
    check(sink, kDataCheck, "Data", "GET " + settings_.url + "/applications", in, [&] {
      size_t found = 0;
      api.list(
          "/applications", {}, sdk::Lane::kStart,
          [&found](const ListPage& page) { found = page.items.size(); },
          [](const sdk::Error& error) { throw error; });
      api.run();
      return std::to_string(found) + " applications on the first page";
    });
  }

  void fetch(const sdk::Call& call, const sdk::FetchSink& sink) const {
    Api api(sdk::HttpClient(host_), call, settings_);
    Fetch(api, call, sink).run();
  }

  void transform(const sdk::Call&, const sdk::Page& page, const sdk::Sink& sink) const {
    const auto application = json::parse_object(page.context(), "the page's context");
    v1::Asset asset;
    const auto mapped = settings_.map.map_asset(application, asset);
    if (!mapped) throw sdk::Error(INGEST_E_BAD_DATA, "the application: " + mapped.reason);
    asset.set_asset_class(v1::ASSET_CLASS_WEB_APPLICATION);
    sdk::emit_asset(sink, asset);

    const auto answer = json::parse_object(page.body(), page.key());
    uint64_t number = 0;
    for (const auto& row : json::array_at(answer, "items")) {
      v1::Finding finding;
      const auto outcome = settings_.map.map_finding(application, json::as_object(row), finding);
      if (outcome.dropped) {
        sdk::emit_filtered(sink, outcome.reason, 1);
      } else if (!outcome) {
        const std::string raw = boost::json::serialize(row);
        sdk::emit_rejected(sink, sdk::dead_letter(page, number, outcome.reason, raw));
      } else {
        finding.set_external_asset_id(asset.external_asset_id());
        finding.set_asset_class(asset.asset_class());
        finding.mutable_source_ref()->set_row(number);
        sdk::emit_finding(sink, finding);
      }
      ++number;
    }
  }

  // What "ingest maps try" and its like show.
  void rows(const sdk::Call&, const sdk::Page& page, const sdk::RowSink& sink) const {
    sink.root(page.context());
    const auto answer = json::parse_object(page.body(), page.key());
    uint64_t number = 0;
    for (const auto& row : json::array_at(answer, "items"))
      sink.row(number++, boost::json::serialize(json::as_object(row)));
  }

 private:
  // Whether it passed.
  template <class Try>
  static bool check(const sdk::Sink& sink, const char* id, const char* title, std::string tried,
                    bool wanted, Try attempt) {
    v1::CheckResult result;
    result.set_id(id);
    result.set_title(title);
    result.set_tried(std::move(tried));
    result.set_outcome(wanted ? v1::CHECK_OUTCOME_PASSED : v1::CHECK_OUTCOME_NOT_RUN);
    try {
      if (wanted) result.set_observed(attempt());
    } catch (const sdk::Error& error) {
      if (error.code() == INGEST_E_CANCELLED) throw;
      const bool refused = error.code() == INGEST_E_AUTH || error.code() == INGEST_E_FORBIDDEN;
      const bool strange = error.code() == INGEST_E_BAD_DATA;
      result.set_outcome(v1::CHECK_OUTCOME_FAILED);
      result.set_failure(refused   ? v1::CHECK_FAILURE_CREDENTIALS
                         : strange ? v1::CHECK_FAILURE_SOURCE
                                   : v1::CHECK_FAILURE_NETWORK);
      result.set_observed(error.what());
      result.set_hint(refused   ? "Check client_id, client_secret and the client's rights."
                      : strange ? "Is config.url the address of the API?"
                                : "Check config.url and the proxy settings.");
    }
    sdk::emit_check(sink, result);
    return result.outcome() == v1::CHECK_OUTCOME_PASSED;
  }

  sdk::Host host_;
  const Settings settings_;
};

}  // namespace
}  // namespace paged_oauth

INGEST_CONNECTOR(paged_oauth::Connector)
