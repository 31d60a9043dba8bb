#include "sca_tenant.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "checkmarx-one/api_client.hpp"
#include "checkmarx-sca/fetch.hpp"
#include "checkmarx-sca/settings.hpp"
#include "ingest/sdk/json.hpp"
#include "keys.hpp"

namespace checkmarx::sca {
namespace {

using boost::json::object;
using boost::json::serialize;
using ingest::test::Answer;
using ingest::test::Request;

object scan_json(const TenantScan& scan) {
  return {{"id", scan.id},         {"status", scan.status},  {"createdAt", scan.created_at},
          {"branch", scan.branch}, {"engines", "[\"sca\"]"}, {"updatedAt", scan.created_at}};
}

}  // namespace

std::string settings(const object& scope, const object& config) {
  object all{
      {"region", "deu"},
      {"tenant", "acme"},
      {"api_key", one::api_key({{"iss", "https://deu.iam.checkmarx.net/auth/realms/acme"}})}};
  for (const auto& member : config) all[member.key()] = member.value();
  return serialize(object{{"connection", "acme-sca"}, {"config", all}, {"scope", scope}});
}

std::vector<std::string> numbered(size_t count) {
  std::vector<std::string> ids;
  for (size_t i = 0; i < count; ++i) ids.push_back("r" + std::to_string(i));
  return ids;
}

ScaTenant::ScaTenant() : host([this](const Request& r) { return answer(r); }, 4) {
  host.order = ingest::test::Order::kRandom;
}

TenantProject& ScaTenant::add(const std::string& id, std::vector<TenantScan> scans,
                              const std::string& repo_url) {
  projects.push_back({id, repo_url, std::move(scans)});
  return projects.back();
}

void ScaTenant::fetch(const object& scope, const object& config) {
  auto unwanted = sink ? sink->unwanted : std::set<std::string>();
  sink = std::make_unique<ingest::test::RecordingSink>();
  sink->unwanted = std::move(unwanted);
  host.requests.clear();
  const Settings parsed = parse_settings(settings(scope, config), 0);
  one::ApiClient api(ingest::sdk::HttpClient(host.host()), host.call(), parsed.tenant);
  const ingest::sdk::FetchSink out = sink->fetch();
  Fetch(api, out, parsed).run();
  EXPECT_EQ(sink->broken_rules, std::vector<std::string>());
  EXPECT_EQ(sink->begun.size(), sink->reports.size()) << "every unit has an account";
}

Answer ScaTenant::answer(const Request& request) {
  if (override) {
    if (const auto other = override(request)) return *other;
  }
  const std::string path = request.path();
  if (path.find("/token") != std::string::npos)
    return {200, R"({"access_token":"t","expires_in":1800})"};
  EXPECT_EQ(request.header("Authorization"), "Bearer t");
  if (path == "/api/projects") return list_projects(request);
  if (path == "/api/projects/last-scan") return last_scans(request);
  if (path == "/api/results") return results(request);
  if (path.rfind("/api/scans/", 0) == 0) {
    EXPECT_NE(request.flags & INGEST_HTTP_SENSITIVE, 0U) << "metadata can hold credentials";
    return scan(path.substr(11));
  }
  return {404, ""};
}

Answer ScaTenant::list_projects(const Request& request) const {
  const size_t offset = std::stoul(request.query("offset"));
  const size_t limit = std::stoul(request.query("limit"));
  boost::json::array rows;
  for (size_t i = offset; i < std::min(projects.size(), offset + limit); ++i)
    rows.push_back(object{{"id", projects[i].id},
                          {"name", "name of " + projects[i].id},
                          {"repoUrl", projects[i].repo_url},
                          {"createdAt", "2025-09-02T10:56:35.671243Z"}});
  return {200, serialize(object{{"filteredTotalCount", projects.size()}, {"projects", rows}})};
}

Answer ScaTenant::last_scans(const Request& request) const {
  EXPECT_EQ(request.query("engine"), "sca");
  const std::string by_engine = request.query("sca-status");
  if (!by_engine.empty() && refuses_sca_status) return {400, R"({"message":"unknown filter"})"};
  const std::string status = request.query("scan-status");
  std::string list = "," + request.query("project-ids") + ",";
  EXPECT_LE(std::count(list.begin(), list.end(), ','), 101) << "too many ids for one URL";
  std::vector<std::pair<std::string, object>> all;
  for (const TenantProject& project : projects) {
    if (list.find("," + project.id + ",") == std::string::npos) continue;
    const TenantScan* newest = nullptr;
    for (const TenantScan& scan : project.scans) {
      if (!status.empty() && scan.status != status) continue;
      if (!by_engine.empty() && honours_sca_status && scan.sca_status != by_engine) continue;
      if (!by_engine.empty() && status.empty() && sca_status_hides_partial &&
          scan.status == "Partial")
        continue;
      if (request.query("use-main-branch") == "true" && scan.branch != "main") continue;
      if (newest == nullptr || scan.created_at > newest->created_at) newest = &scan;
    }
    if (newest != nullptr) all.emplace_back(project.id, scan_json(*newest));
  }
  const size_t offset = std::stoul(request.query("offset"));
  const size_t limit = std::min(last_scan_cap, std::stoul(request.query("limit")));
  object page;
  for (size_t i = offset; i < std::min(all.size(), offset + limit); ++i)
    page[all[i].first] = all[i].second;
  return {200, serialize(page)};
}

const TenantScan* ScaTenant::find_scan(const std::string& id) const {
  for (const TenantProject& project : projects) {
    for (const TenantScan& scan : project.scans) {
      if (scan.id == id) return &scan;
    }
  }
  return nullptr;
}

Answer ScaTenant::scan(const std::string& id) const {
  const TenantScan* found = find_scan(id);
  if (found == nullptr) return {404, ""};
  object body = scan_json(*found);
  body["statusDetails"] = {{{"name", "sast"}, {"status", "Failed"}},
                           {{"name", "sca"}, {"status", found->sca_status}}};
  if (!found->repo_url.empty())
    body["metadata"] = {
        {"Handler",
         {{"GitHandler",
           {{"repo_url", found->repo_url}, {"credentials", {{"value", "CANARY"}}}}}}}};
  return {200, serialize(body)};
}

Answer ScaTenant::results(const Request& request) const {
  const TenantScan* found = find_scan(request.query("scan-id"));
  if (found == nullptr) return {404, R"({"code":4004,"message":"scan not found","data":null})"};
  const size_t number = std::stoul(request.query("offset"));
  const size_t asked = std::stoul(request.query("limit"));
  const size_t limit = std::min(results_cap, asked);
  size_t first = 0;
  if (counts == Offset::kPages) first = number * limit;
  if (counts == Offset::kItems) first = number;
  boost::json::array rows;
  for (size_t i = first; i < std::min(found->rows, first + limit); ++i)
    rows.push_back(object{{"type", i % 3 == 2 ? "sast" : "sca"}, {"id", "r" + std::to_string(i)}});
  object body;
  if (rows.empty()) {
    body["results"] = nullptr;
  } else {
    body["results"] = std::move(rows);
  }
  if (states_total) body["totalCount"] = found->rows + total_too_high;
  return {200, serialize(body)};
}

ingest::v1::UnitReport ScaTenant::report(const std::string& unit) const {
  ingest::v1::UnitReport report;
  EXPECT_TRUE(report.ParseFromString(sink->reports.at(unit)));
  return report;
}

std::vector<std::string> ScaTenant::rows(const std::string& unit) const {
  std::vector<std::string> ids;
  for (const auto& page : sink->pages(unit)) {
    if (page.place == 0) continue;
    const auto body = boost::json::parse(page.payload);
    size_t count = 0;
    for (const auto& row : ingest::sdk::json::array_at(body.as_object(), "results")) {
      ids.emplace_back(row.as_object().at("id").as_string());
      ++count;
    }
    EXPECT_EQ(page.rows, count);
  }
  return ids;
}

object ScaTenant::context(const std::string& unit, size_t place) const {
  return boost::json::parse(sink->pages(unit).at(place).context).as_object();
}

ingest::v1::Listing ScaTenant::listing() const {
  ingest::v1::Listing listing;
  const auto records = sink->of(INGEST_RECORD_LISTING);
  EXPECT_EQ(records.size(), 1U);
  EXPECT_TRUE(listing.ParseFromString(records.at(0).payload));
  return listing;
}

}  // namespace checkmarx::sca
