// acme.cc - the findings of a made-up service: GET /projects, then GET /projects/ID/issues.
#include <ingest/sdk/connector.hpp>
#include <ingest/sdk/http.hpp>
#include <ingest/sdk/json.hpp>
#include <ingest/sdk/messages.hpp>

#include "ingest/v1/descriptor.pb.h"

namespace {

namespace sdk = ingest::sdk;
namespace json = ingest::sdk::json;
namespace v1 = ingest::v1;

// What "ingest plugins show acme" prints, and what the connection file is checked against.
std::string details() {
  v1::ConnectorDescriptor d;
  d.set_id("acme");
  d.set_version("1.0.0");
  d.set_vendor("Acme");
  d.set_product_name("Acme Issues");
  d.set_findings_support(true);
  d.add_supported_assets("Generic Application");
  v1::ConfigField& url = *d.add_config_fields();
  url.set_key("url");
  url.set_label("URL");
  url.set_help("The address of the API.");
  url.set_type(v1::FIELD_TYPE_URL);
  url.set_required(true);
  v1::CheckInfo& check = *d.add_checks();
  check.set_id("api");
  check.set_title("API");
  d.set_unit_noun("projects");
  return sdk::serialize(d);
}

class Acme {
 public:
  static const ingest_descriptor& descriptor() {
    static const std::string bytes = details();
    static const ingest_descriptor d{
        sizeof(d),        0, INGEST_CAP_CONCURRENT_TRANSFORM, "acme", "Acme", "1.0.0", "Acme",
        sdk::bytes(bytes)};
    return d;
  }

  Acme(const sdk::Host& host, std::string_view settings) : host_(host) {
    const auto all = json::parse_object(settings, "settings");
    url_ = json::string_at(json::object_at(all, "config"), "url");
    if (url_.empty()) throw sdk::Error(INGEST_E_CONFIG, "config.url is missing");
  }

  void test_connection(const sdk::Call& call, const sdk::Sink& sink) {
    v1::CheckResult result;
    result.set_id("api");
    result.set_title("API");
    result.set_tried("GET " + url_ + "/projects");
    try {
      get(call, "/projects");
      result.set_outcome(v1::CHECK_OUTCOME_PASSED);
    } catch (const sdk::Error& error) {
      if (error.code() == INGEST_E_CANCELLED) throw;
      result.set_outcome(v1::CHECK_OUTCOME_FAILED);
      result.set_failure(v1::CHECK_FAILURE_NETWORK);
      result.set_observed(error.what());
      result.set_hint("Check config.url and the proxy settings.");
    }
    sdk::emit_check(sink, result);
  }

  void fetch(const sdk::Call& call, const sdk::FetchSink& sink) {
    const auto listing = json::parse(get(call, "/projects").body());
    for (const auto& item : json::as_array(listing)) {
      const auto& project = json::as_object(item);
      const std::string unit(json::string_at(project, "id"));
      if (!sink.begin_unit(unit)) continue;  // outside the shard, or read before
      const sdk::HttpResponse issues = get(call, "/projects/" + unit + "/issues");
      const auto parsed = json::parse(issues.body());

      sdk::PageOut page;
      page.unit = unit;
      page.key = "issues page 1";
      page.media_type = "application/json";
      page.body = issues.body();
      const std::string context = boost::json::serialize(project);
      page.context = context;  // what the page itself does not say
      page.rows = json::as_array(parsed).size();
      sink.emit(page);

      v1::UnitReport report;
      report.set_unit(unit);
      report.set_outcome(v1::UNIT_OUTCOME_COMPLETE);
      report.set_rows_received(page.rows);
      report.set_pages(1);
      sdk::end_unit(sink, report);
    }
  }

  void transform(const sdk::Call&, const sdk::Page& page, const sdk::Sink& sink) const {
    v1::Asset asset;
    asset.set_asset_class(v1::ASSET_CLASS_GENERIC_APPLICATION);
    asset.set_external_asset_id(std::string(page.unit()));
    const auto project = json::parse_object(page.context(), "the page's context");
    asset.set_name(std::string(json::string_at(project, "name")));
    asset.set_vendor_product_name("Acme Issues");
    sdk::emit_asset(sink, asset);

    const auto parsed = json::parse(page.body());
    uint64_t number = 0;
    for (const auto& row : json::as_array(parsed)) {
      const auto& issue = json::as_object(row);
      const std::string id = json::text_at(issue, "id");
      const auto severity = json::uint_at(issue, "severity");
      if (id.empty() || !severity || *severity < 1 || *severity > 5) {
        const std::string raw = boost::json::serialize(row);
        sdk::emit_rejected(sink, sdk::dead_letter(page, number, "id or severity is wrong", raw));
      } else {
        v1::Finding finding;
        finding.set_external_asset_id(asset.external_asset_id());
        finding.set_asset_class(asset.asset_class());
        finding.set_external_finding_id(id);
        finding.set_identity_key(id);
        finding.set_name(std::string(json::string_at(issue, "title")));
        finding.set_severity(static_cast<v1::Severity>(*severity));
        finding.set_status(v1::FINDING_STATUS_ACTIVE);
        finding.set_vendor_product_name(asset.vendor_product_name());
        sdk::emit_finding(sink, finding);
      }
      ++number;  // each row is accounted for once
    }
  }

 private:
  sdk::HttpResponse get(const sdk::Call& call, const std::string& path) {
    sdk::HttpRequest request;
    request.url = url_ + path;
    sdk::HttpResponse response = sdk::HttpClient(host_).perform(call, request);
    if (!response.arrived())
      throw sdk::Error(response.status(),
                       "GET " + request.url + ": " + std::string(response.error()));
    if (response.http_status() != 200)
      throw sdk::Error(INGEST_E_UNAVAILABLE,
                       "GET " + request.url + ": HTTP " + std::to_string(response.http_status()),
                       response.http_status());
    return response;
  }

  sdk::Host host_;
  std::string url_;
};

}  // namespace

INGEST_CONNECTOR(Acme)
