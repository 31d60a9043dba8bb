// What must never leave the connector: canaries in every place where the source holds credentials,
// over all DAST samples and over a generated tenant, with evidence and without.
#include <gtest/gtest.h>

#include <filesystem>

#include "checkmarx-dast/environment.hpp"
#include "checkmarx-dast/result_detail.hpp"
#include "checkmarx-dast/results_page.hpp"
#include "checkmarx-dast/scan.hpp"
#include "dast_tenant.hpp"
#include "ingest/sdk/json.hpp"

namespace checkmarx::dast {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::serialize;
using boost::json::value;
using ingest::test::Answer;
using ingest::test::Record;
using ingest::test::Request;
using ingest::test::sample;

constexpr std::string_view kCanaries[] = {"MUST-NOT-BE-LOGGED", "MUST-NOT-BE-FORWARDED",
                                          "CANARY-4711", "hush"};

void expect_clean(const std::string& text, const std::string& where) {
  for (const std::string_view canary : kCanaries)
    EXPECT_EQ(text.find(canary), std::string::npos) << canary << " in " << where << ": " << text;
}

void expect_clean(const DastTenant& tenant, const std::string& where) {
  std::vector<Record> pages;
  for (const Record& record : tenant.sink->records) {
    expect_clean(record.payload + record.context + record.key + record.unit, where);
    if (record.kind == INGEST_RECORD_PAGE) pages.push_back(record);
  }
  for (const auto& [unit, report] : tenant.sink->reports) expect_clean(report, where);
  const Output out = transform(pages);
  for (const auto& one : out.assets) expect_clean(one.SerializeAsString(), where);
  for (const auto& one : out.findings) expect_clean(one.SerializeAsString(), where);
  for (const auto& one : out.dead) expect_clean(one.SerializeAsString(), where);
}

// A copy in which every member of every object is joined by unknown ones that hold a secret.
value planted(const value& from) {
  if (const array* list = from.if_array()) {
    array out;
    for (const value& element : *list) out.push_back(planted(element));
    return out;
  }
  const object* source = from.if_object();
  if (source == nullptr) return from;
  object out;
  for (const auto& member : *source) out[member.key()] = planted(member.value());
  for (const char* name :
       {"request_header", "response_body", "settings", "scanConfig", "newMember"})
    out[name] = "CANARY-4711";
  out["deep"] = object{{"Credentials", array{object{{"Password", "CANARY-4711"}}}}};
  return out;
}

TEST(DastSecrecy, EverySampleByEveryDoor) {
  size_t samples = 0;
  for (const auto& entry : std::filesystem::directory_iterator(INGEST_SAMPLES)) {
    const std::string name = entry.path().filename();
    if (name.rfind("dast-", 0) != 0) continue;
    ++samples;
    const value plain = ingest::sdk::json::parse(sample(name));
    for (const value& answer : {plain, planted(plain)}) {
      const std::string body = serialize(answer);
      const object& all = answer.as_object();
      const Scan none;
      expect_clean(context_of(read_environment(all), none, ""), name);
      for (const char* key : {"environments", "scans"}) {
        for (const value& row : ingest::sdk::json::array_at(all, key)) {
          expect_clean(serialize(read_environment(row.as_object()).source), name);
          object copy = row.as_object();
          copy["lastStatus"] = "Completed";
          copy["hasResults"] = true;
          copy["scanId"] = "s";
          NewestScan newest;
          newest.offer(copy);
          expect_clean(serialize(newest.scan().facts), name);
        }
      }
      try {
        expect_clean(results_body(read_results_page(body, name).rows), name);
      } catch (const ingest::sdk::Error& error) {
        expect_clean(error.what(), name);
      }
      for (const bool evidence : {false, true}) {
        try {
          object detail = read_detail(serialize(plain), "", evidence);
          expect_clean(serialize(detail), name);
        } catch (const ingest::sdk::Error& error) {
          expect_clean(error.what(), name);
        }
        try {
          const auto id = ingest::sdk::json::text_at(all, "id");
          expect_clean(serialize(read_detail(serialize(plain), id, evidence)), name);
        } catch (const ingest::sdk::Error& error) {
          expect_clean(error.what(), name);
        }
      }
    }
  }
  EXPECT_GE(samples, 13U);
}

TEST(DastSecrecy, AllTheWayThroughTheSamples) {
  for (const object& config :
       {object(), object{{"details", true}}, object{{"details", true}, {"evidence", true}}}) {
    DastTenant tenant;
    tenant.override = [](const Request& request) -> std::optional<Answer> {
      const std::string path = request.path();
      if (path == "/api/dast/scans/environments")
        return Answer{200, sample("dast-environments-200.json")};
      if (path == "/api/dast/scans/scans") return Answer{200, sample("dast-scans-200.json")};
      if (path.find("/info/") != std::string::npos)
        return Answer{200, sample("dast-result-info-200-wrapped-as-documented.json")};
      if (path.find("/mfe-results/") != std::string::npos)
        return Answer{
            200, sample(request.query("page") == "1" ? "dast-results-200-page1-perpage3.json"
                                                     : "dast-results-200-page2-perpage3.json")};
      return std::nullopt;
    };
    tenant.fetch(config);
    EXPECT_EQ(tenant.sink->reports.size(), 3U);
    expect_clean(tenant, serialize(config));
  }
}

TEST(DastSecrecy, TrafficWithACanaryEverywhere) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 30}});
  tenant.detail = [](const std::string& id) {
    return object{{"id", id},
                  {"request_header",
                   "GET /?api_key=CANARY-4711 HTTP/1.1\r\nCookie: SESSION=CANARY-4711\r\n"
                   "Authorization: Bearer CANARY-4711\r\nX-Api-Key: CANARY-4711\r\n"},
                  {"request_body", "user=qa&password=CANARY-4711"},
                  {"response_header", "HTTP/1.1 200 OK\r\nSet-Cookie: SESSION=CANARY-4711\r\n"},
                  {"response_body", "<html><b>CANARY-4711</b></html>"},
                  {"evidence", "CANARY-4711"},
                  {"other_info", "the cookie was CANARY-4711"},
                  {"unknown", "CANARY-4711"},
                  {"notes_data", array{object{{"note_text", "CANARY-4711"}}}}};
  };
  tenant.fetch({{"details", true}, {"evidence", true}});
  expect_clean(tenant, "a generated tenant");
  const auto rows = tenant.full_rows("e");
  ASSERT_EQ(rows.size(), 30U);
  EXPECT_EQ(rows[0].at("$detail").at("response_body"), "<html><b>[redacted]</b></html>");
}

TEST(DastSecrecy, UserNamesAndPasswordsInUrlsStayBehind) {
  DastTenant tenant;  // its environments' URLs hold one
  tenant.add("e", {{.id = "s", .results = 1}});
  tenant.fetch();
  expect_clean(tenant, "a URL");
  object row = result_row("r");
  row["url"] = "https://me:hush@portal.example.com/x";
  const auto page = read_results_page(serialize(object{{"results", array{row}}}), "page");
  EXPECT_EQ(page.rows.at(0).at("url"), "https://portal.example.com/x");
}

TEST(DastSecrecy, ErrorsDoNotRepeatTheBody) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 3}});
  tenant.override = [](const Request& request) -> std::optional<Answer> {
    if (request.path() != "/api/dast/scans/scans") return std::nullopt;
    return Answer{200, R"({"scans":{"settings":"CANARY-4711"},"totalScans":"CANARY-4711"})"};
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("e").outcome(), ingest::v1::UNIT_OUTCOME_FAILED);
  expect_clean(tenant, "a report");
}

}  // namespace
}  // namespace checkmarx::dast
