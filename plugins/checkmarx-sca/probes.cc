// probes.cc - see probes.hpp.
#include "checkmarx-sca/probes.hpp"

#include <array>
#include <string>
#include <utility>

#include "checkmarx-one/credential_check.hpp"
#include "checkmarx-one/page_rows.hpp"
#include "checkmarx-one/row_parser.hpp"
#include "checkmarx-sca/results_body.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::sca {
namespace {

namespace json = ingest::sdk::json;

constexpr std::string_view kOneProject = "/api/projects?offset=0&limit=1";
constexpr std::string_view kOneScan =
    "/api/projects/last-scan?engine=sca&scan-status=Completed&offset=0&limit=1";

one::Answer ask(one::ApiClient& api, std::string path, std::string tried, std::string permission) {
  one::ApiRequest request;
  request.path = std::move(path);
  request.tried = std::move(tried);
  request.permission = std::move(permission);
  one::Answer answer = api.get_now(std::move(request));
  if (!answer.ok()) throw one::RequestError(*answer.failure);
  return answer;
}

// Number of projects that the bearer sees.
uint64_t ask_projects(one::ApiClient& api) {
  const one::Answer answer = ask(api, std::string(kOneProject), "list projects", "view-projects");
  const one::PageRows page = one::read_page_rows(answer.body(), "projects", "the list of projects");
  return page.number("totalCount").value_or(page.rows.size());
}

// Id of some finished SCA scan; empty: there is none.
std::string ask_scan(one::ApiClient& api) {
  const one::Answer answer =
      ask(api, std::string(kOneScan), "find the last SCA scan", "view-scans");
  const auto scans = one::read_members(answer.body(), "the list of last scans");
  one::RowParser parser;
  for (const auto& [project, text] : scans) {
    const boost::json::object* scan = parser.parse(text);
    std::string id = scan == nullptr ? std::string() : json::text_at(*scan, "id");
    if (!id.empty()) return id;
  }
  if (!scans.empty())
    throw ingest::sdk::Error(INGEST_E_BAD_DATA, "the list of last scans holds something else");
  return {};
}

one::Answer ask_results(one::ApiClient& api, const std::string& scan) {
  return ask(api, "/api/results?scan-id=" + ingest::sdk::percent_encode(scan) + "&limit=1&offset=0",
             "read results of scan " + scan, "view-results");
}

std::string missing_roles(const one::AccessClaims& claims) {
  static constexpr std::array<std::string_view, 3> kRoles = {"view-projects", "view-scans",
                                                             "view-results"};
  std::string missing;
  for (const std::string_view role : kRoles) {
    if (claims.grants(role)) continue;
    if (!missing.empty()) missing += ", ";
    missing += role;
  }
  return missing;
}

}  // namespace

void probe_authorization(one::ApiClient& api, const one::AccessClaims& claims,
                         ingest::v1::CheckResult& result) {
  result.set_tried(
      "view-projects, view-scans and view-results (read:vulnerabilities on "
      "VulnerabilityFindings), by one request each to " +
      api.connection().api.authority());
  const uint64_t projects = ask_projects(api);
  const std::string scan = ask_scan(api);
  if (!scan.empty()) {
    ask_results(api, scan);
    result.set_observed("projects, scans and results may be read");
    return;
  }
  result.set_observed(
      "projects and scans may be read; there is no finished SCA scan to try "
      "view-results on");
  if (projects == 0) result.set_observed("allowed, but the credentials see no project");
  const std::string missing = claims.states_roles ? missing_roles(claims) : std::string();
  if (!missing.empty())
    one::warn(result, "the access token does not name " + missing,
              "Give the credentials' owner the role ast-viewer, or " + missing);
}

void probe_data(one::ApiClient& api, ingest::v1::CheckResult& result) {
  result.set_tried("read a project, its last SCA scan and a result of it");
  const uint64_t projects = ask_projects(api);
  if (projects == 0) {
    result.set_observed(
        "the tenant has no project that these credentials may see; a run will "
        "write nothing");
    return;
  }
  const std::string seen = std::to_string(projects) + (projects == 1 ? " project" : " projects");
  const std::string scan = ask_scan(api);
  if (scan.empty()) {
    result.set_observed(seen + ", none with a completed SCA scan; a run will write assets only");
    return;
  }
  const one::Answer answer = ask_results(api, scan);
  const auto total = ResultsBody(answer.body()).total();
  result.set_observed(seen + "; scan " + scan + " has " +
                      (total ? std::to_string(*total) : std::string("some")) +
                      " results of all engines");
}

}  // namespace checkmarx::sca
