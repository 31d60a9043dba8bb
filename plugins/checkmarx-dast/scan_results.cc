// scan_results.cc - see scan_results.hpp.
#include "checkmarx-dast/scan_results.hpp"

#include <algorithm>
#include <utility>

#include "checkmarx-dast/service_answer.hpp"
#include "checkmarx-one/unit_failure.hpp"
#include "checkmarx-one/wall_clock.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::dast {
namespace {

using ingest::sdk::Error;

// Pages asked for and not yet emitted. Those that wait for a hundred details each are heavier.
constexpr uint64_t kWindow = 16;
constexpr uint64_t kWindowWithDetails = 4;
// Beyond any scan: a server that always has one more page must not be read for ever.
constexpr uint64_t kMostPages = 100'000;

}  // namespace

ScanResults::ScanResults(one::ApiClient& api, const ingest::sdk::FetchSink& sink,
                         const Settings& settings, std::string context,
                         ingest::v1::UnitReport report, bool promised, OnEnd on_end)
    : api_(api),
      sink_(sink),
      settings_(settings),
      context_(std::move(context)),
      report_(std::move(report)),
      promised_(promised),
      on_end_(std::move(on_end)) {}

void ScanResults::request(uint64_t number) {
  ingest::sdk::FormText query;
  query.add("page", number).add("per_page", size_);
  one::ApiRequest request;
  request.path = "/api/dast/mfe-results/results/" + ingest::sdk::percent_encode(report_.scan_id()) +
                 "?" + query.text();
  request.tried = "read results of scan " + report_.scan_id() + ", page " + std::to_string(number);
  request.permission = "view-results";
  request.lane = ingest::sdk::Lane::kFinish;
  request.accept = kAnyJson;
  api_.get(std::move(request), [self = shared_from_this(), number](one::Answer answer) {
    if (!self->ended_) self->accept(number, answer);
  });
}

void ScanResults::accept(uint64_t number, const one::Answer& answer) {
  ResultsPage page;
  try {
    expect_answer(api_, answer, "read results of scan " + report_.scan_id(), Asks::kItem);
    page = read_results_page(answer.body());
  } catch (const Error& error) {
    const bool not_stored = error.vendor_code() == 404 && !is_html(answer);
    if (not_stored && number == 1 && !second_) return no_results(*answer.failure);
    return fail(error);
  }
  waiting_.emplace(number, std::move(page));
  for (auto next = waiting_.begin(); next != waiting_.end() && next->first == taken_ + 1;
       next = waiting_.begin()) {
    ResultsPage in_turn = std::move(next->second);
    waiting_.erase(next);
    take(++taken_, std::move(in_turn));
    if (ended_) return;
  }
  go_on();
}

void ScanResults::take(uint64_t number, ResultsPage page) {
  if (page.total) total_ = std::max(total_, *page.total);
  total_known_ |= page.total.has_value();
  pages_ = std::max(pages_, page.pages.value_or(0));
  const uint64_t rows = page.rows.size();
  if (rows == 0) {
    past_end_ = true;
    return;
  }
  // A page that is short although there is more was capped. Asking for what the server gives
  // makes its page numbers and ours the same.
  const bool more = !total_known_ || total_ > rows;
  if (number == 1 && !second_ && rows < size_ && more) size_ = rows;
  boost::json::array fresh = only_new(std::move(page.rows));
  if (fresh.empty()) {
    same_again_ |= !second_;
    return;
  }
  received_ += fresh.size();
  deliver(number, std::move(fresh));
}

// A row that comes twice on one page is for the host to count; one that came on an earlier page
// moved while the scan was read.
boost::json::array ScanResults::only_new(boost::json::array rows) {
  std::vector<uint64_t> keys;
  keys.reserve(rows.size());
  boost::json::array fresh;
  fresh.reserve(rows.size());
  for (boost::json::value& row : rows) {
    keys.push_back(std::hash<std::string>()(row_key(row)));
    if (seen_.count(keys.back()) != 0) {
      ++repeats_;
    } else {
      fresh.push_back(std::move(row));
    }
  }
  seen_.insert(keys.begin(), keys.end());
  return fresh;
}

void ScanResults::deliver(uint64_t number, boost::json::array rows) {
  const uint64_t place = ++places_;
  if (!settings_.details) return emit(number, place, std::move(rows));
  ++in_details_;
  DetailLookup::start(api_, report_.scan_id(), settings_.evidence, std::move(rows), details_,
                      [self = shared_from_this(), number, place](boost::json::array with_details) {
                        --self->in_details_;
                        if (self->ended_) return;
                        self->emit(number, place, std::move(with_details));
                        if (!self->ended_) self->go_on();
                      });
}

void ScanResults::emit(uint64_t number, uint64_t place, boost::json::array rows) {
  const uint64_t count = rows.size();
  const std::string body = results_body(std::move(rows));
  if (body.size() > INGEST_PAYLOAD_MAX)
    return fail(Error(INGEST_E_TOO_LARGE, "page " + std::to_string(number) +
                                              " of the results has " + std::to_string(body.size()) +
                                              " bytes"));
  const std::string name = "results page " + std::to_string(number) + (second_ ? ", again" : "");
  ingest::sdk::PageOut out;
  out.unit = report_.unit();
  out.key = name;
  out.media_type = "application/json";
  out.body = body;
  out.context = context_;
  out.place = place;
  out.rows = count;
  out.observed_unix_ns = one::unix_now_ns();
  sink_.emit(out);
  report_.set_pages(report_.pages() + 1);
}

// As far as is known now.
uint64_t ScanResults::last_page() const {
  if (past_end_ || same_again_) return asked_;
  if (total_known_ && received_ == total_) return asked_;
  const uint64_t promised = total_known_ ? (total_ + size_ - 1) / size_ : pages_;
  // One more than was promised, where that does not give all, or more than all.
  return std::min(std::max(promised, taken_ + 1), kMostPages);
}

void ScanResults::go_on() {
  if (ended_) return;
  const uint64_t window = settings_.details ? kWindowWithDetails : kWindow;
  const uint64_t last = taken_ == 0 ? 1 : last_page();
  while (asked_ < last && asked_ - taken_ + in_details_ < window) request(++asked_);
  if (asked_ == taken_ && in_details_ == 0) end_reading();
}

void ScanResults::end_reading() {
  const bool short_of_some = total_known_ ? received_ < total_ : repeats_ > 0;
  if (short_of_some && !second_ && !same_again_ && received_ > 0) {
    second_ = true;
    asked_ = taken_ = 0;
    total_ = pages_ = 0;
    total_known_ = past_end_ = false;
    return go_on();
  }
  end();
}

void ScanResults::no_results(const one::RequestError& answer) {
  if (report_.outcome() == ingest::v1::UNIT_OUTCOME_COMPLETE) {
    report_.set_outcome(ingest::v1::UNIT_OUTCOME_EMPTY);
    report_.set_reason("the source stores no results of its scan");
  }
  if (promised_)
    report_.add_warnings("the scan is said to have results, but the source stores none: " +
                         answer.observed());
  end();
}

void ScanResults::fail(const Error& error) {
  one::mark_failed(report_, error);
  end();
}

std::string ScanResults::diagnosis() const {
  std::string text = total_known_ ? "the source claims " + std::to_string(total_) + " results, "
                                  : "the source states no total, ";
  text += std::to_string(received_) + " distinct ones came";
  if (second_) text += " in two readings";
  if (repeats_ > 0) text += "; " + std::to_string(repeats_) + " came more than once";
  if (size_ < kPageSize) text += "; the source caps a page at " + std::to_string(size_);
  if (same_again_) text += "; the source answers the same rows whatever the page";
  return text;
}

void ScanResults::end() {
  if (ended_) return;
  ended_ = true;
  report_.set_rows_received(received_);
  if (total_known_) report_.set_rows_claimed(total_);
  if (report_.outcome() == ingest::v1::UNIT_OUTCOME_COMPLETE) {
    const bool missing = total_known_ ? received_ < total_ : (same_again_ || second_);
    if (missing) {
      report_.set_outcome(ingest::v1::UNIT_OUTCOME_INCOMPLETE);
      report_.set_reason(diagnosis());
    } else if (second_) {
      report_.add_warnings("the results changed while they were read: " + diagnosis());
    }
    if (!total_known_ && !missing)
      report_.add_warnings("the source states no total: an empty page is the end of the results");
  }
  if (const std::string warning = details_.warning(); !warning.empty())
    report_.add_warnings(warning);
  seen_.clear();
  waiting_.clear();
  on_end_(report_);
}

}  // namespace checkmarx::dast
