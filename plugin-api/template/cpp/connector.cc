// connector.cc - @NAME@: reads projects and, page by page, the advisories against each one.
//
//   GET {url}/projects                         {"projects": [{"id", "name"}]}
//   GET {url}/projects/{id}/advisories?page=N  {"total", "advisories": [{"id", "title", ...}]}
//
// fetch reads, transform maps: pages are recorded and mapped again without the service, so a row
// needs nothing that is neither in its page nor in the page's context. transform keeps no state, so
// it is [thread-safe]; the other methods are called one at a time.
#include <ingest/sdk/connector.hpp>
#include <ingest/sdk/http.hpp>
#include <ingest/sdk/json.hpp>
#include <ingest/sdk/url.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "mapping.hpp"

namespace {

namespace json = ingest::sdk::json;
namespace sdk = ingest::sdk;
namespace v1 = ingest::v1;

ingest_status status_of(int http_status) {
  if (http_status == 401) return INGEST_E_AUTH;
  if (http_status == 403) return INGEST_E_FORBIDDEN;
  if (http_status == 429) return INGEST_E_RATE_LIMITED;
  return http_status >= 500 ? INGEST_E_UNAVAILABLE : INGEST_E_BAD_DATA;
}

// UNSPECIFIED for what concerns all units and ends the run.
v1::UnitFailure unit_failure(const sdk::Error& error) {
  switch (error.code()) {
    case INGEST_E_FORBIDDEN:
      return v1::UNIT_FAILURE_FORBIDDEN;
    case INGEST_E_UNAVAILABLE:
    case INGEST_E_TIMEOUT:
      return v1::UNIT_FAILURE_UNAVAILABLE;
    case INGEST_E_BAD_DATA:
    case INGEST_E_TOO_LARGE:
      return error.vendor_code() == 404 ? v1::UNIT_FAILURE_NOT_FOUND : v1::UNIT_FAILURE_BAD_DATA;
    default:
      return v1::UNIT_FAILURE_UNSPECIFIED;
  }
}

v1::CheckFailure check_failure(const sdk::Error& error) {
  if (error.code() == INGEST_E_AUTH || error.code() == INGEST_E_FORBIDDEN)
    return v1::CHECK_FAILURE_CREDENTIALS;
  if (error.code() == INGEST_E_BAD_DATA) return v1::CHECK_FAILURE_SOURCE;
  return v1::CHECK_FAILURE_NETWORK;
}

const char* hint_for(v1::CheckFailure failure) {
  if (failure == v1::CHECK_FAILURE_CREDENTIALS) return "Check config.token and its permissions.";
  if (failure == v1::CHECK_FAILURE_SOURCE) return "Is config.url the address of the API?";
  return "Check config.url and the proxy settings.";
}

class Connector {
 public:
  static const ingest_descriptor& descriptor() {
    static const std::string bytes = details();
    static const ingest_descriptor d{
        sizeof(d),        0, INGEST_CAP_CONCURRENT_TRANSFORM, kId, kProduct, kVersion, kVendor,
        sdk::bytes(bytes)};
    return d;
  }

  Connector(const sdk::Host& host, std::string_view settings) : host_(host) {
    const auto all = json::parse_object(settings, "settings");
    const auto& config = json::object_at(all, "config");
    url_ = json::string_at(config, "url");
    token_ = json::string_at(config, "token");
    while (!url_.empty() && url_.back() == '/') url_.pop_back();
    if (url_.empty()) throw sdk::Error(INGEST_E_CONFIG, "config.url is missing");
    if (token_.empty()) throw sdk::Error(INGEST_E_CONFIG, "config.token is missing");
  }

  void test_connection(const sdk::Call& call, const sdk::Sink& sink) const {
    v1::CheckResult check;
    check.set_id("api");
    check.set_title("API");
    check.set_tried("GET " + url_ + "/projects");
    try {
      check.set_observed(std::to_string(projects(call).entries.size()) + " projects");
      check.set_outcome(v1::CHECK_OUTCOME_PASSED);
    } catch (const sdk::Error& error) {
      if (error.code() == INGEST_E_CANCELLED) throw;
      check.set_outcome(v1::CHECK_OUTCOME_FAILED);
      check.set_failure(check_failure(error));
      check.set_observed(error.what());
      check.set_hint(hint_for(check.failure()));
    }
    sdk::emit_check(sink, check);
  }

  void fetch(const sdk::Call& call, const sdk::FetchSink& sink) const {
    const Projects all = projects(call);
    v1::Listing listing;
    listing.set_name("projects");
    listing.set_received(all.listed);
    listing.set_unique(all.entries.size());
    listing.set_requests(1);
    sdk::emit_listing(sink, listing);
    uint64_t done = 0;
    for (const auto& [id, entry] : all.entries) {
      call.progress(done++, all.entries.size(), id);
      if (sink.begin_unit(id)) sdk::end_unit(sink, read_unit(call, sink, id, entry));
    }
  }

  void transform(const sdk::Call&, const sdk::Page& page, const sdk::Sink& sink) const {
    sdk::emit_asset(sink, asset_of(page));
    const auto answer = json::parse_object(page.body(), page.key());
    uint64_t number = 0;
    for (const auto& row : json::array_at(answer, "advisories"))
      map_row(page, number++, json::as_object(row), sink);
  }

 private:
  struct Projects {
    std::map<std::string, boost::json::object> entries;  // by id
    uint64_t listed = 0;                                 // with those that came twice
  };

  Projects projects(const sdk::Call& call) const {
    const Answer answer = get(call, "/projects", "projects");
    Projects all;
    for (const auto& value : json::array_at(answer.object, "projects")) {
      const auto& project = json::as_object(value);
      const std::string id = json::text_at(project, "id");
      if (id.empty() || id.size() > INGEST_UNIT_MAX)
        throw sdk::Error(INGEST_E_BAD_DATA, "GET /projects: a project without a usable id");
      all.entries.emplace(id, project);
      ++all.listed;
    }
    return all;
  }

  // A unit that can't be read is told in its report, and costs no other.
  v1::UnitReport read_unit(const sdk::Call& call, const sdk::FetchSink& sink, const std::string& id,
                           const boost::json::object& entry) const {
    v1::UnitReport report;
    report.set_unit(id);
    report.set_name(std::string(json::string_at(entry, "name")));
    const std::string context = boost::json::serialize(entry);
    for (uint64_t place = 0, rows = 1; rows > 0; ++place) {
      std::optional<Answer> answer;
      try {
        answer.emplace(get(call,
                           "/projects/" + sdk::percent_encode(id) +
                               "/advisories?page=" + std::to_string(place + 1),
                           "advisories"));
      } catch (const sdk::Error& error) {
        report.set_failure(unit_failure(error));
        if (report.failure() == v1::UNIT_FAILURE_UNSPECIFIED) throw;
        report.set_outcome(v1::UNIT_OUTCOME_FAILED);
        report.set_reason(error.what());
        return report;
      }
      rows = json::array_at(answer->object, "advisories").size();
      sdk::PageOut page;
      const std::string key = "advisories page " + std::to_string(place + 1);
      page.unit = id;
      page.key = key;
      page.media_type = "application/json";
      page.body = answer->response.body();
      page.context = context;  // what the page itself does not say
      page.place = place;
      page.rows = rows;
      sink.emit(page);
      report.set_pages(place + 1);
      report.set_rows_received(report.rows_received() + rows);
      report.set_rows_claimed(json::uint_at(answer->object, "total").value_or(0));
      if (report.rows_received() >= report.rows_claimed()) break;
    }
    const bool all = report.rows_received() >= report.rows_claimed();
    report.set_outcome(all ? v1::UNIT_OUTCOME_COMPLETE : v1::UNIT_OUTCOME_INCOMPLETE);
    if (!all) report.set_reason("the service ran out of rows before its own total");
    return report;
  }

  struct Answer {
    sdk::HttpResponse response;
    boost::json::object object;
  };

  // Throws unless the answer is an object with this list in it.
  Answer get(const sdk::Call& call, const std::string& path, const char* list) const {
    sdk::HttpRequest request;
    request.url = url_ + path;
    request.flags = INGEST_HTTP_JSON;
    request.header("Authorization", "Bearer " + token_);
    const std::string what = "GET " + request.url;
    sdk::HttpResponse response = sdk::HttpClient(host_).perform(call, request);
    if (!response.arrived())
      throw sdk::Error(response.status(), what + ": " + std::string(response.error()));
    if (response.http_status() != 200)
      throw sdk::Error(status_of(response.http_status()),
                       what + ": HTTP " + std::to_string(response.http_status()),
                       response.http_status());
    auto object = json::parse_object(response.body(), what);
    const auto* found = json::value_at(object, list);
    if (found == nullptr || !found->is_array())
      throw sdk::Error(INGEST_E_BAD_DATA, what + ": the answer has no list of " + list);
    return {std::move(response), std::move(object)};
  }

  sdk::Host host_;
  std::string url_;
  std::string token_;
};

}  // namespace

INGEST_CONNECTOR(Connector)
