#include "dast_tenant.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "checkmarx-dast/fetch.hpp"
#include "checkmarx-dast/settings.hpp"
#include "checkmarx-dast/transform.hpp"
#include "checkmarx-one/api_client.hpp"
#include "ingest/sdk/json.hpp"
#include "keys.hpp"

namespace checkmarx::dast {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::serialize;
using ingest::test::Answer;
using ingest::test::Record;
using ingest::test::Request;

constexpr std::string_view kResults = "/api/dast/mfe-results/results/";

std::string decoded(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out.push_back(static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16)));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

template <class Message>
std::vector<Message> parsed(const ingest::test::RecordingSink& sink, uint32_t kind) {
  std::vector<Message> all;
  for (const Record& record : sink.of(kind)) {
    all.emplace_back();
    EXPECT_TRUE(all.back().ParseFromString(record.payload));
  }
  return all;
}

}  // namespace

std::string settings(const object& config) {
  object all{
      {"region", "deu"},
      {"tenant", "acme"},
      {"api_key", one::api_key({{"iss", "https://deu.iam.checkmarx.net/auth/realms/acme"}})}};
  for (const auto& member : config) all[member.key()] = member.value();
  return serialize(object{{"connection", "acme-dast"}, {"config", all}, {"scope", object()}});
}

object result_row(const std::string& id) {
  return {{"id", id},
          {"severity", "HIGH"},
          {"state", "To Verify"},
          {"status", "New"},
          {"name", "XSS"},
          {"cwe_id", "79"},
          {"owasp", nullptr},
          {"method", "GET"},
          {"path", "/search"},
          {"url", "https://portal.example.com/search"}};
}

std::vector<std::string> numbered(size_t count) {
  std::vector<std::string> ids;
  for (size_t i = 0; i < count; ++i) ids.push_back("r" + std::to_string(i));
  return ids;
}

DastTenant::DastTenant() : host([this](const Request& r) { return answer(r); }, 4) {
  host.order = ingest::test::Order::kRandom;
  detail = [](const std::string& id) { return object{{"id", id}, {"score", 7.2}}; };
}

void DastTenant::fetch(const object& config) {
  auto unwanted = sink ? sink->unwanted : std::set<std::string>();
  sink = std::make_unique<ingest::test::RecordingSink>();
  sink->unwanted = std::move(unwanted);
  host.requests.clear();
  const Settings read = parse_settings(settings(config), 0);
  one::ApiClient api(ingest::sdk::HttpClient(host.host()), host.call(), read.tenant);
  const ingest::sdk::FetchSink out = sink->fetch();
  Fetch(api, out, read).run();
  EXPECT_EQ(sink->broken_rules, std::vector<std::string>());
  EXPECT_EQ(sink->begun.size(), sink->reports.size()) << "every unit has an account";
}

Answer DastTenant::answer(const Request& request) {
  if (override) {
    if (const auto other = override(request)) return *other;
  }
  const std::string path = request.path();
  if (path.find("/token") != std::string::npos)
    return {200, R"({"access_token":"t","expires_in":1800})"};
  EXPECT_EQ(request.header("Authorization"), "Bearer t");
  if (path == "/api/dast/scans/tenant")
    return {200, serialize(object{{"environmentsCount", environments.size()}})};
  if (path == "/api/dast/scans/environments") {
    EXPECT_NE(request.flags & INGEST_HTTP_SENSITIVE, 0U) << "environments hold credentials";
    array all;
    for (const TenantEnvironment& one : environments)
      all.push_back(object{{"environmentId", one.id},
                           {"domain", "name of " + one.id},
                           {"url", "https://me:hush@" + one.id + ".example.com/"},
                           {"scanType", "DAST"},
                           {"tags", nullptr},
                           {"created", "2025-10-30T15:56:32.8813678Z"}});
    return window(request, all, "environments", "totalItems");
  }
  if (path == "/api/dast/scans/scans") return scans(request);
  if (path.rfind(std::string(kResults) + "info/", 0) == 0) return info(request);
  if (path.rfind(kResults, 0) == 0) return results(request);
  return {404, "<html><title>404 Not Found</title></html>"};
}

Answer DastTenant::window(const Request& request, const array& all, const char* rows_key,
                          const char* total_key) const {
  EXPECT_EQ(request.query("sort"), "created:asc");
  const uint64_t from = std::max<uint64_t>(std::stoul(request.query("from")), first_number);
  const uint64_t to = std::stoul(request.query("to")) + (to_included ? 1 : 0);
  array rows;
  for (uint64_t number = from; number < to; ++number) {
    const uint64_t index = number - first_number;
    if (index >= all.size() || rows.size() >= window_cap) break;
    rows.push_back(all[index]);
  }
  object body{{rows_key, rows}, {total_key, all.size() + claims_more}};
  if (rows.empty()) body[rows_key] = nullptr;
  return {200, serialize(body)};
}

Answer DastTenant::scans(const Request& request) const {
  const std::string id = request.query("environmentId");
  for (const TenantEnvironment& environment : environments) {
    if (environment.id != id) continue;
    array all;
    for (const TenantScan& scan : environment.scans)
      all.push_back(object{{"scanId", scan.id},
                           {"environmentId", id},
                           {"startTime", "2026-01-12T03:00:05.5Z"},
                           {"updateTime", scan.update_time},
                           {"lastStatus", scan.status},
                           {"hasResults", scan.has_results},
                           {"settings", {{"password", "MUST-NOT-BE-FORWARDED"}}}});
    return window(request, all, "scans", "totalScans");
  }
  return {404, "environment not found"};
}

Answer DastTenant::results(const Request& request) const {
  const std::string id = decoded(request.path().substr(kResults.size()));
  const TenantScan* scan = nullptr;
  for (const TenantEnvironment& environment : environments) {
    for (const TenantScan& candidate : environment.scans) {
      if (candidate.id == id) scan = &candidate;
    }
  }
  if (scan == nullptr || !scan->stored)
    return {404, R"({"error":"failed to find scanID","code":404})"};
  const uint64_t number = ignores_page ? 1 : std::stoul(request.query("page"));
  const uint64_t wanted = std::stoul(request.query("per_page"));
  EXPECT_GE(number, 1U);
  EXPECT_LE(wanted, 100U);
  const uint64_t size = std::min<uint64_t>(wanted, page_cap);
  const uint64_t begin = (number - 1) * (cap_moves_pages ? size : wanted);
  array rows;
  for (uint64_t i = begin; i < std::min<uint64_t>(scan->results, begin + size); ++i)
    rows.push_back(result_row("r" + std::to_string(i)));
  const uint64_t total = scan->results + total_too_high;
  object body{{"results", rows}};
  if (rows.empty()) body["results"] = nullptr;
  if (states_total) body["total"] = total;
  if (states_pages) body["pages_number"] = (total + size - 1) / size;
  return {200, serialize(body)};
}

Answer DastTenant::info(const Request& request) const {
  EXPECT_NE(request.flags & INGEST_HTTP_SENSITIVE, 0U) << "details hold traffic";
  const std::string rest = request.path().substr(kResults.size() + 5);
  const object body = detail(decoded(rest.substr(0, rest.find('/'))));
  return {200, serialize(wraps_details ? object{{"results", body}} : body)};
}

ingest::v1::UnitReport DastTenant::report(const std::string& unit) const {
  ingest::v1::UnitReport out;
  EXPECT_EQ(sink->reports.count(unit), 1U) << unit;
  const auto found = sink->reports.find(unit);
  if (found != sink->reports.end()) {
    EXPECT_TRUE(out.ParseFromString(found->second));
  }
  return out;
}

ingest::v1::Listing DastTenant::listing() const {
  const auto all = parsed<ingest::v1::Listing>(*sink, INGEST_RECORD_LISTING);
  EXPECT_EQ(all.size(), 1U);
  return all.empty() ? ingest::v1::Listing() : all.front();
}

std::vector<object> DastTenant::full_rows(const std::string& unit) const {
  std::vector<object> out;
  for (const Record& page : sink->pages(unit)) {
    if (page.place == 0) continue;
    const boost::json::value body = boost::json::parse(page.payload);
    const array& rows = body.at("results").as_array();
    EXPECT_EQ(page.rows, rows.size());
    for (const auto& row : rows) out.push_back(row.as_object());
  }
  return out;
}

std::vector<std::string> DastTenant::rows(const std::string& unit) const {
  std::vector<std::string> ids;
  for (const object& row : full_rows(unit)) ids.push_back(ingest::sdk::json::text_at(row, "id"));
  return ids;
}

Output transform(const std::vector<Record>& pages, const object& config) {
  const Settings read = parse_settings(settings(config), 0);
  ingest::test::RecordingSink sink;
  for (const Record& page : pages) {
    const ingest_record record = ingest::test::page_record(page);
    Transform(read).page(ingest::sdk::Page(&record), sink.plain());
  }
  Output out;
  out.assets = parsed<ingest::v1::Asset>(sink, INGEST_RECORD_ASSET);
  out.findings = parsed<ingest::v1::Finding>(sink, INGEST_RECORD_FINDING);
  out.dead = parsed<ingest::v1::DeadLetter>(sink, INGEST_RECORD_REJECTED);
  return out;
}

}  // namespace checkmarx::dast
