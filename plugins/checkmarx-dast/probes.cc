// probes.cc - see probes.hpp.
#include "checkmarx-dast/probes.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checkmarx-dast/results_page.hpp"
#include "checkmarx-dast/scan.hpp"
#include "checkmarx-dast/service_answer.hpp"
#include "checkmarx-one/credential_check.hpp"
#include "checkmarx-one/page_rows.hpp"
#include "checkmarx-one/row_parser.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::dast {
namespace {

namespace json = ingest::sdk::json;

// Environments that are looked into for a scan with results.
constexpr size_t kMostTries = 5;

one::Answer ask(one::ApiClient& api, std::string path, const std::string& tried,
                std::string_view permission) {
  one::ApiRequest request;
  request.path = std::move(path);
  request.tried = tried;
  request.permission = permission;
  request.accept = kAnyJson;
  request.flags = INGEST_HTTP_SENSITIVE;
  return api.get_now(std::move(request));
}

struct Environments {
  uint64_t total = 0;
  std::vector<std::string> ids;  // the first few
};

Environments ask_environments(one::ApiClient& api) {
  const std::string tried = "list environments";
  const one::Answer answer = ask(api, "/api/dast/scans/environments?from=0&to=25&sort=created:asc",
                                 tried, kViewEnvironments);
  expect_answer(api, answer, tried, Asks::kService);
  const one::PageRows page =
      one::read_page_rows(answer.body(), "environments", "the list of environments");
  Environments environments;
  one::RowParser parser;
  for (const std::string_view text : page.rows) {
    const boost::json::object* row = parser.parse(text);
    std::string id = row == nullptr ? std::string() : json::text_at(*row, "environmentId");
    if (!id.empty()) environments.ids.push_back(std::move(id));
  }
  environments.total = page.number("totalItems").value_or(environments.ids.size());
  return environments;
}

Scan ask_scan(one::ApiClient& api, const std::string& environment) {
  const std::string tried = "list the scans of environment " + environment;
  const one::Answer answer =
      ask(api,
          "/api/dast/scans/scans?environmentId=" + ingest::sdk::percent_encode(environment) +
              "&from=0&to=100&sort=created:asc",
          tried, kViewEnvironments);
  expect_answer(api, answer, tried, Asks::kItem);
  const one::PageRows page = one::read_page_rows(answer.body(), "scans", "the list of scans");
  one::RowParser parser;
  NewestScan newest;
  for (const std::string_view text : page.rows) {
    if (boost::json::object* scan = parser.parse(text)) newest.offer(*scan);
  }
  return newest.scan();
}

// Some finished scan with results; none: of the environments looked into, none has one.
Scan find_scan(one::ApiClient& api, const Environments& environments) {
  for (size_t i = 0; i < environments.ids.size() && i < kMostTries; ++i) {
    Scan scan = ask_scan(api, environments.ids[i]);
    if (scan.exists()) return scan;
  }
  return {};
}

// Number of results of the scan; empty: the source stores none.
std::optional<uint64_t> ask_results(one::ApiClient& api, const std::string& scan) {
  const std::string tried = "read results of scan " + scan;
  const one::Answer answer = ask(
      api,
      "/api/dast/mfe-results/results/" + ingest::sdk::percent_encode(scan) + "?page=1&per_page=1",
      tried, "view-results");
  const bool not_stored = !answer.ok() && answer.failure->http_status() == 404 && !is_html(answer);
  if (not_stored) return std::nullopt;
  expect_answer(api, answer, tried, Asks::kItem);
  const ResultsPage page = read_results_page(answer.body(), tried);
  return page.total.value_or(page.rows.size());
}

bool names_the_roles(const one::AccessClaims& claims) {
  return claims.grants("dast-admin") ||
         (claims.grants(kViewEnvironments) && claims.grants("view-results"));
}

}  // namespace

void probe_authorization(one::ApiClient& api, const one::AccessClaims& claims,
                         ingest::v1::CheckResult& result) {
  result.set_tried("the DAST licence, dast-view-environments and view-results, by a request to " +
                   api.connection().api.authority());
  const std::string tried = "ask for the tenant's DAST overview";
  const one::Answer answer = ask(api, "/api/dast/scans/tenant", tried, kViewEnvironments);
  // Where there is no overview, the list of environments decides.
  if (!answer.ok() && answer.failure->http_status() == 404) {
    ask_environments(api);
  } else {
    expect_answer(api, answer, tried, Asks::kService);
  }
  result.set_observed("the DAST service may be used");
  if (claims.dast_enabled == false)
    one::warn(result, "the access token says dastEnabled: false",
              "The service answers all the same; if runs fail with HTTP 403, DAST is not licensed "
              "for this tenant");
  if (claims.states_roles && !names_the_roles(claims))
    one::warn(result, "the access token names neither dast-view-environments nor a role with it",
              "If reading results fails, give the credentials' owner the role ast-viewer, or "
              "dast-view-environments and view-results");
}

void probe_data(one::ApiClient& api, ingest::v1::CheckResult& result) {
  result.set_tried("read an environment, its scans and a result of one");
  const Environments environments = ask_environments(api);
  if (environments.total == 0) {
    result.set_observed(
        "the tenant has no environment that these credentials may see; a run will write nothing");
    return;
  }
  const std::string seen = std::to_string(environments.total) +
                           (environments.total == 1 ? " environment" : " environments");
  const Scan scan = find_scan(api, environments);
  if (!scan.exists()) {
    result.set_observed(seen +
                        "; those looked into have no finished scan with results; a run may write "
                        "assets only");
    return;
  }
  const auto results = ask_results(api, scan.id);
  if (!results) {
    one::warn(result, seen + "; scan " + scan.id + " is finished, but its results are not stored",
              "Scan the environment again if its findings are missing after a run");
    return;
  }
  result.set_observed(seen + "; scan " + scan.id + " has " + std::to_string(*results) +
                      (*results == 1 ? " result" : " results"));
}

}  // namespace checkmarx::dast
