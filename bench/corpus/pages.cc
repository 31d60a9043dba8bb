#include "corpus/pages.hpp"

#include <string_view>

#include "dast_row.h"
#include "generated_rows.h"

namespace ingest::bench {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::int64_t kScanTime = 1768051766;  // 2026-01-10T13:29:26Z
constexpr std::string_view kProject = "09846d39-a1b2-4000-8000-000000000000";
constexpr std::string_view kScan = "2639a9d1-5151-4000-8000-000000000000";
constexpr std::string_view kOlderScan = "5b3f7c08-5151-4100-8000-000000000000";
constexpr std::string_view kEnvironment = "e0e0e0e0-0000-4000-8000-000000000001";
constexpr std::string_view kEnvironmentUrl = "https://portal1.example.com";

constexpr std::string_view kScaContext =
    R"({"project":{"id":"09846d39-a1b2-4000-8000-000000000000","name":"acme/payments-api 0",)"
    R"("createdAt":"2025-06-24T13:29:26.427023Z","updatedAt":"2026-01-10T13:29:26.004518Z",)"
    R"("groups":[],"tags":{"team":"payments","pci":""},"repoUrl":)"
    R"("https://git.example.com/acme/repo-0","mainBranch":"main","origin":"GitHub",)"
    R"("criticality":3,"applicationIds":[]},"scan":{"id":"2639a9d1-5151-4000-8000-000000000000",)"
    R"("status":"Completed","branch":"main","createdAt":"2026-01-10T13:29:26.427023Z",)"
    R"("updatedAt":"2026-01-10T13:32:39.463243Z","initiator":"etm-ci","sourceType":"github",)"
    R"("sourceOrigin":"Webhook","engines":["sast","sca"]}})";

constexpr std::string_view kDastContext =
    R"({"environment":{"environmentId":"e0e0e0e0-0000-4000-8000-000000000001","created":)"
    R"("2025-10-30T15:56:32.8813678Z","domain":"Portal 1","url":"https://portal1.example.com",)"
    R"("scanType":"DAST","projectIds":[],"tags":["prod"],"groups":[]},"scan":{"scanId":)"
    R"("d1d1d1d1-0000-4000-8000-000000000001","lastStatus":"Completed","startTime":)"
    R"("2026-01-12T03:00:05Z","updateTime":"2026-01-12T04:05:06.5Z"},"base":)"
    R"("https://deu.ast.checkmarx.net"})";

CorpusPage page_of(std::string_view unit, std::string_view context, std::uint64_t number,
                   std::uint64_t rows) {
  CorpusPage page;
  page.unit = unit;
  page.key = "results page " + std::to_string(number);
  page.body = R"({"results":[)";
  page.context = context;
  page.place = number + 1;
  page.rows = rows;
  return page;
}

ingest_bytes bytes(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

ingest_record CorpusPage::record() const noexcept {
  ingest_record record{};
  record.struct_size = sizeof(record);
  record.kind = INGEST_RECORD_PAGE;
  record.type = bytes("application/json");
  record.unit = bytes(unit);
  record.key = bytes(key);
  record.payload = bytes(body);
  record.context = bytes(context);
  record.place = place;
  record.rows = rows;
  return record;
}

CorpusPage sca_page(std::uint64_t number, std::uint64_t rows, Engines engines) {
  CorpusPage page = page_of(kProject, kScaContext, number, rows);
  for (std::uint64_t i = 0; i < rows; ++i) {
    const fake_cx1::RowPlace place{kSeed, 0, number * rows + i, kScanTime, kScan, kOlderScan};
    const std::string_view type = fake_cx1::RowType(place, true, engines == Engines::kAll);
    if (i > 0) page.body.push_back(',');
    if (type == "sca")
      fake_cx1::AppendScaRow(fake_cx1::MakeScaRow(place), page.body);
    else
      fake_cx1::AppendOtherEngineRow(place, type, page.body);
  }
  page.body.append(R"(],"totalCount":)").append(std::to_string((number + 1) * rows)).append("}");
  return page;
}

CorpusPage dast_page(std::uint64_t number, std::uint64_t rows) {
  CorpusPage page = page_of(kEnvironment, kDastContext, number, rows);
  for (std::uint64_t i = 0; i < rows; ++i) {
    const fake_cx1::DastPlace place{kSeed, 1, number * rows + i, kEnvironment, kEnvironmentUrl};
    if (i > 0) page.body.push_back(',');
    fake_cx1::AppendDastRow(place, fake_cx1::MakeDastRow(place), page.body);
  }
  page.body.append("]}");
  return page;
}

}  // namespace ingest::bench
