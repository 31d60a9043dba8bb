// scan_results.cc - see scan_results.hpp.
#include "checkmarx-sca/scan_results.hpp"

#include <optional>
#include <utility>

#include "checkmarx-one/unit_failure.hpp"
#include "checkmarx-one/wall_clock.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::sca {
namespace {

using ingest::sdk::Error;
using ingest::sdk::Lane;

// Of the offset, old and new clients disagree whether it counts pages or rows.
one::RowReading::Shape shape() {
  one::RowReading::Shape shape;
  shape.page_size = ScanResults::kPageSize;
  shape.largest_page = ScanResults::kLargestPage;
  shape.offset_disputed = true;
  return shape;
}

std::string name_of(const one::RowReading::Window& window) {
  std::string name = "results page " + std::to_string(window.index);
  if (window.reading > 1) name += ", reading " + std::to_string(window.reading);
  return name;
}

}  // namespace

ScanResults::ScanResults(one::ApiClient& api, const ingest::sdk::FetchSink& sink,
                         std::string context, ingest::v1::UnitReport report, OnEnd on_end)
    : api_(api),
      sink_(sink),
      context_(std::move(context)),
      report_(std::move(report)),
      on_end_(std::move(on_end)),
      reading_(shape()) {}

// A scan of many pages leaves room for the scans beside it.
void ScanResults::go_on() {
  if (ended_) return;
  while (const auto window = reading_.next(api_.unit_share())) request(*window);
  if (reading_.over()) end();
}

std::string ScanResults::tried(const Window& window) const {
  return "read results of scan " + report_.scan_id() + ", page " + std::to_string(window.index);
}

void ScanResults::request(const Window& window) {
  ingest::sdk::FormText query;
  query.add("scan-id", report_.scan_id()).add("limit", window.limit).add("offset", window.offset);
  one::ApiRequest request;
  request.path = "/api/results?" + query.text();
  request.tried = tried(window);
  request.permission = "view-results";
  request.service = "results";
  request.lane = window.index == 0 && window.reading == 1 ? Lane::kStart : Lane::kFinish;
  request.weight = page_bytes_;
  api_.get(std::move(request), [self = shared_from_this(), window](one::Answer answer) {
    if (!self->ended_) self->accept(window, answer);
  });
}

void ScanResults::accept(const Window& window, const one::Answer& answer) {
  if (!answer.ok()) return refuse(*answer.failure);
  std::optional<ResultsBody> page;
  try {
    page.emplace(answer.body());
  } catch (const Error& error) {
    return refuse(Error(error.code(), tried(window) + ": " + error.what()));
  }
  if (page_bytes_ == 0) page_bytes_ = answer.body().size();
  const auto kept = reading_.take(window, {page->row_keys(), page->total(), std::nullopt});
  if (kept.place) {
    std::string storage;
    const std::string_view body = page->text(kept.rows, storage);
    if (body.size() > INGEST_PAYLOAD_MAX)
      return refuse(Error(INGEST_E_TOO_LARGE,
                          name_of(window) + " has " + std::to_string(body.size()) + " bytes"));
    emit(window, *kept.place, kept.count, body);
  }
  go_on();
}

void ScanResults::emit(const Window& window, uint64_t place, uint64_t rows, std::string_view body) {
  const std::string name = name_of(window);
  ingest::sdk::PageOut out;
  out.unit = report_.unit();
  out.key = name;
  out.media_type = "application/json";
  out.body = body;
  out.context = context_;
  out.place = place;
  out.rows = rows;
  out.observed_unix_ns = one::unix_now_ns();
  sink_.emit(out);
  report_.set_pages(report_.pages() + 1);
}

void ScanResults::refuse(const Error& error) {
  if (reading_.repeats_itself()) {
    reading_.give_up(error.what());
    return end();
  }
  one::mark_failed(report_, error, reading_);
  // So the service answers when it does not know the scan, though it was just listed as finished.
  const bool unknown_scan = error.vendor_code() == 400 && reading_.kept() == 0;
  if (unknown_scan) report_.set_failure(ingest::v1::UNIT_FAILURE_NOT_FOUND);
  end();
}

void ScanResults::end() {
  if (ended_) return;
  ended_ = true;
  reading_.conclude(report_);
  on_end_(report_);
}

}  // namespace checkmarx::sca
