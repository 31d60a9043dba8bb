// pages.cc - see pages.hpp.
#include "corpus/pages.hpp"

#include <stdexcept>

#include "dast_row.h"
#include "generated_rows.h"
#include "sca_row.h"

namespace ingest::bench {
namespace {

constexpr std::uint64_t kSeed = 20260112;
constexpr std::string_view kScan = "51515151-0000-4000-8000-000000000001";
constexpr std::string_view kUrl = "https://portal1.example.com";

constexpr char kProject[] =
    R"({"project":{"id":"a1b2c3d4-0000-4000-8000-000000000001","name":"acme/payments-api",)"
    R"("createdAt":"2025-09-02T10:56:35.671243Z","repoUrl":"https://git.example.com/payments",)"
    R"("tags":{"team":"payments"},"groups":[]},"scan":{"id":"51515151-0000-4000-8000-000000000001",)"
    R"("status":"Completed","branch":"main","createdAt":"2026-01-10T13:29:00Z"}})";
constexpr char kEnvironment[] =
    R"({"environment":{"environmentId":"e0e0e0e0-0000-4000-8000-000000000001","domain":"Portal",)"
    R"("url":"https://portal1.example.com","scanType":"DAST","tags":["prod"]},)"
    R"("scan":{"scanId":"51515151-0000-4000-8000-000000000001",)"
    R"("startTime":"2026-01-12T03:00:05.1234567Z","updateTime":"2026-01-12T04:05:06Z",)"
    R"("lastStatus":"Completed"},"base":"https://deu.ast.checkmarx.net"})";

void append_sca(std::size_t number, bool mixed, std::string& body) {
  fake_cx1::RowPlace place;
  place.seed = kSeed;
  place.row = number;
  place.scan_time = 1768050000;
  place.scan_id = kScan;
  place.older_scan_id = "51515151-0000-4000-8000-000000000100";
  const std::string_view type = fake_cx1::RowType(place, true, mixed);
  if (type == "sca") return fake_cx1::AppendScaRow(fake_cx1::MakeScaRow(place), body);
  fake_cx1::AppendOtherEngineRow(place, type, body);
}

void append_dast(std::size_t number, std::string& body) {
  fake_cx1::DastPlace place;
  place.seed = kSeed;
  place.row = number;
  place.environment_id = "e0e0e0e0-0000-4000-8000-000000000001";
  place.environment_url = kUrl;
  fake_cx1::AppendDastRow(place, fake_cx1::MakeDastRow(place), body);
}

ingest_bytes bytes(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

ingest_record Page::record() const noexcept {
  ingest_record record{};
  record.struct_size = sizeof(record);
  record.kind = INGEST_RECORD_PAGE;
  record.type = bytes("application/json");
  record.unit = bytes(kUnit);
  record.key = bytes(kKey);
  record.payload = bytes(body);
  record.context = bytes(context);
  record.place = kPlace;
  record.rows = rows;
  return record;
}

Page make_page(std::string_view kind, std::size_t rows) {
  const bool dast = kind == "dast";
  if (!dast && kind != "sca" && kind != "sca-mixed")
    throw std::invalid_argument("no such pages: " + std::string(kind));
  Page page;
  page.context = dast ? kEnvironment : kProject;
  page.rows = rows;
  page.body = "{\"results\":[";
  for (std::size_t i = 0; i < rows; ++i) {
    if (i > 0) page.body += ',';
    dast ? append_dast(i, page.body) : append_sca(i, kind == "sca-mixed", page.body);
  }
  page.body +=
      "],\"" + std::string(dast ? "total" : "totalCount") + "\":" + std::to_string(rows) + "}";
  return page;
}

}  // namespace ingest::bench
