// scan_results.cc - see scan_results.hpp.
#include "checkmarx-sca/scan_results.hpp"

#include <algorithm>
#include <utility>

#include "checkmarx-one/unit_failure.hpp"
#include "checkmarx-one/wall_clock.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::sca {
namespace {

using ingest::sdk::Error;
using ingest::sdk::Lane;

// Beyond any scan: a server that always has one more page must not be read for ever.
constexpr uint64_t kMostPages = 20'000;

}  // namespace

ScanResults::ScanResults(one::ApiClient& api, const ingest::sdk::FetchSink& sink,
                         std::string context, ingest::v1::UnitReport report, OnEnd on_end)
    : api_(api),
      sink_(sink),
      context_(std::move(context)),
      report_(std::move(report)),
      on_end_(std::move(on_end)) {}

void ScanResults::start() { request(0, Lane::kStart); }

void ScanResults::request(uint64_t index, Lane lane) {
  ingest::sdk::FormText query;
  query.add("scan-id", report_.scan_id())
      .add("limit", limit_)
      .add("offset", reading_ == Reading::kPages ? index : index * limit_);
  one::ApiRequest request;
  request.path = "/api/results?" + query.text();
  request.tried = "read results of scan " + report_.scan_id() + ", page " + std::to_string(index);
  request.permission = "view-results";
  request.lane = lane;
  request.weight = page_bytes_;
  ++outstanding_;
  api_.get(std::move(request), [self = shared_from_this(), index](one::Answer answer) {
    --self->outstanding_;
    if (!self->ended_) self->accept(index, answer);
  });
}

void ScanResults::accept(uint64_t index, const one::Answer& answer) {
  if (!answer.ok()) return refuse(*answer.failure);
  ResultsBody page;
  std::string cleaned;
  std::string_view body = answer.body();
  try {
    page = read_results_body(body);
    if (page.has_snippets) {
      cleaned = without_snippets(body);
      body = cleaned;
    }
  } catch (const Error& error) {
    return refuse(error);
  }
  if (page.total) {
    total_ = std::max(total_, *page.total);
    total_known_ = true;
  }
  if (index == 0) return first_page(page, body);
  if (index == 1) return second_page(page, body);
  later_page(index, page, body);
}

void ScanResults::first_page(const ResultsBody& page, std::string_view body) {
  page_bytes_ = body.size();
  if (!total_known_) {
    total_ = page.rows();
    report_.add_warnings("the source states no total: the end of the results is an empty page");
  }
  if (page.rows() == 0) {
    last_page_empty_ = true;
    return end();
  }
  emit(0, page, body);
  // A page that is short although there is more was capped. Asking for what the server gives
  // makes its page numbers and ours the same.
  if (page.rows() < limit_) limit_ = page.rows();
  go_on();
}

void ScanResults::second_page(const ResultsBody& page, std::string_view body) {
  // Where offset 1 skips one row instead of one page, the second page is as full as can be and
  // repeats all but a row. A few rows that moved between the pages look different.
  const bool full = page.rows() == limit_ || page.rows() + 1 >= total_;
  if (full && page.rows() > 0 && count_repeats(page) * 2 >= page.rows()) {
    if (reading_ == Reading::kPages && page.rows() > 1) {
      reading_ = Reading::kItems;
      request(1, Lane::kFinish);
      return;
    }
    offset_ignored_ = true;
    return end();
  }
  later_page(1, page, body);
}

void ScanResults::later_page(uint64_t index, const ResultsBody& page, std::string_view body) {
  // Pages that were asked for side by side keep their places, an empty one too: places have no
  // gaps. One that was asked for to see whether there is more is the end when it is empty.
  if (page.rows() == 0) last_page_empty_ = true;
  if (page.rows() > 0 || index + 1 < planned_) emit(index, page, body);
  go_on();
}

void ScanResults::go_on() {
  if (outstanding_ > 0) return;
  if (complete() || last_page_empty_ || planned_ >= kMostPages) return end();
  const uint64_t next = planned_;
  uint64_t pages = next + 1;
  // All that the total promises, but the second page on its own: it proves the reading.
  if (next >= 2 && total_ > received_) {
    const uint64_t missing = (total_ - received_ + limit_ - 1) / limit_;
    pages = std::min(kMostPages, next + std::max<uint64_t>(1, missing));
  }
  planned_ = pages;
  for (uint64_t index = next; index < pages; ++index) request(index, Lane::kFinish);
}

uint64_t ScanResults::count_repeats(const ResultsBody& page) const {
  return static_cast<uint64_t>(
      std::count_if(page.row_keys.begin(), page.row_keys.end(),
                    [this](uint64_t key) { return seen_.count(key) != 0; }));
}

void ScanResults::compare(uint64_t index, const ResultsBody& page) {
  for (const uint64_t key : page.row_keys) {
    const auto [at, is_new] = seen_.emplace(key, index);
    if (is_new || at->second == index) {
      ++distinct_;
    } else {
      ++repeats_;
    }
  }
}

void ScanResults::emit(uint64_t index, const ResultsBody& page, std::string_view body) {
  if (index == 0 && total_known_ && page.rows() >= total_) {
    distinct_ = page.rows();  // the only page: nothing to compare it with
  } else {
    compare(index, page);
  }
  received_ += page.rows();
  const std::string name = "results page " + std::to_string(index);
  ingest::sdk::PageOut out;
  out.unit = report_.unit();
  out.key = name;
  out.media_type = "application/json";
  out.body = body;
  out.context = context_;
  out.place = index + 1;
  out.rows = page.rows();
  out.observed_unix_ns = one::unix_now_ns();
  sink_.emit(out);
  report_.set_pages(report_.pages() + 1);
}

void ScanResults::refuse(const Error& error) {
  const bool scan_is_gone = error.vendor_code() == 404 || error.vendor_code() == 400;
  if (scan_is_gone && received_ == 0) {
    report_.set_outcome(ingest::v1::UNIT_OUTCOME_EMPTY);
    report_.set_reason("the source has no results for its scan");
    report_.add_warnings(error.what());
  } else {
    one::mark_failed(report_, error);
  }
  end();
}

void ScanResults::end() {
  if (ended_) return;
  ended_ = true;
  report_.set_rows_received(received_);
  if (total_known_) report_.set_rows_claimed(total_);
  const bool missing = offset_ignored_ || (total_known_ && !complete());
  if (report_.outcome() == ingest::v1::UNIT_OUTCOME_COMPLETE && missing) {
    report_.set_outcome(ingest::v1::UNIT_OUTCOME_INCOMPLETE);
    std::string reason = total_known_ ? "the source claims " + std::to_string(total_) + " rows, "
                                      : "the source states no total, ";
    reason += std::to_string(distinct_) + " distinct ones came";
    if (repeats_ > 0) reason += "; " + std::to_string(repeats_) + " rows came on two pages";
    if (limit_ < kPageSize) reason += "; the source caps a page at " + std::to_string(limit_);
    if (offset_ignored_) {
      reason += "; the source answers the same rows whatever the offset";
    } else if (reading_ == Reading::kItems) {
      reason += "; the source counts offsets in rows, not pages";
    }
    report_.set_reason(reason);
  }
  seen_.clear();
  on_end_(report_);
}

}  // namespace checkmarx::sca
