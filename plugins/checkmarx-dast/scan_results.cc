// scan_results.cc - see scan_results.hpp.
#include "checkmarx-dast/scan_results.hpp"

#include <utility>

#include "checkmarx-dast/service_answer.hpp"
#include "checkmarx-one/unit_failure.hpp"
#include "checkmarx-one/wall_clock.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::dast {
namespace {

using ingest::sdk::Error;

// Pages that wait for a hundred details each are heavy.
constexpr uint64_t kWindowWithDetails = 4;

one::RowReading::Shape shape() {
  one::RowReading::Shape shape;
  shape.page_size = shape.largest_page = ScanResults::kPageSize;
  shape.rows = "results";
  shape.place = "page";
  return shape;
}

std::string name_of(const one::RowReading::Window& window) {
  std::string name = "results page " + std::to_string(window.index + 1);
  if (window.reading > 1) name += ", reading " + std::to_string(window.reading);
  return name;
}

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
      on_end_(std::move(on_end)),
      reading_(shape()) {}

// What waits for its turn or its details counts as under way: memory stays bounded, and a scan of
// many pages leaves room for the scans beside it.
void ScanResults::go_on() {
  if (ended_) return;
  const uint64_t most = settings_.details ? kWindowWithDetails : api_.unit_share();
  while (in_details_ < most) {
    const auto window = reading_.next(most - in_details_);
    if (!window) break;
    request(*window);
  }
  if (reading_.over() && in_details_ == 0) end();
}

std::string ScanResults::tried(const Window& window) const {
  return "read results of scan " + report_.scan_id() + ", page " + std::to_string(window.index + 1);
}

void ScanResults::request(const Window& window) {
  ingest::sdk::FormText query;
  query.add("page", window.index + 1).add("per_page", window.limit);
  one::ApiRequest request;
  request.path = "/api/dast/mfe-results/results/" + ingest::sdk::percent_encode(report_.scan_id()) +
                 "?" + query.text();
  request.tried = tried(window);
  request.permission = "view-results";
  request.service = "results";
  request.lane = ingest::sdk::Lane::kFinish;
  request.accept = kAnyJson;
  api_.get(std::move(request), [self = shared_from_this(), window](one::Answer answer) {
    if (!self->ended_) self->accept(window, answer);
  });
}

void ScanResults::accept(const Window& window, const one::Answer& answer) {
  ResultsPage page;
  try {
    expect_answer(api_, answer, tried(window), Asks::kItem);
    page = read_results_page(answer.body(), tried(window));
  } catch (const Error& error) {
    const bool not_stored = error.vendor_code() == 404 && !is_html(answer);
    const bool first = window.index == 0 && window.reading == 1;
    if (not_stored && first && !promised_) return no_results();
    return fail(error);
  }
  if (window.reading != present_) {
    present_ = window.reading;
    next_ = 0;
  }
  waiting_.emplace(window.index, Waiting{window, std::move(page)});
  for (auto in_turn = waiting_.find(next_); in_turn != waiting_.end() && !ended_;
       in_turn = waiting_.find(next_)) {
    Waiting taken = std::move(in_turn->second);
    waiting_.erase(in_turn);
    ++next_;
    take(taken.window, std::move(taken.page));
  }
  go_on();
}

void ScanResults::take(const Window& window, ResultsPage page) {
  const auto kept = reading_.take(window, {std::move(page.keys), page.total, page.pages});
  if (!kept.place) return;
  boost::json::array rows;
  rows.reserve(kept.count);
  for (size_t i = 0; i < page.rows.size(); ++i) {
    if (kept.rows[i]) rows.push_back(std::move(page.rows[i]));
  }
  deliver(window, *kept.place, std::move(rows));
}

void ScanResults::deliver(const Window& window, uint64_t place, boost::json::array rows) {
  if (!settings_.details) return emit(window, place, std::move(rows));
  ++in_details_;
  DetailLookup::start(api_, report_.scan_id(), settings_.evidence, std::move(rows), details_,
                      [self = shared_from_this(), window, place](boost::json::array with_details) {
                        --self->in_details_;
                        if (self->ended_) return;
                        self->emit(window, place, std::move(with_details));
                        self->go_on();
                      });
}

void ScanResults::emit(const Window& window, uint64_t place, boost::json::array rows) {
  const uint64_t count = rows.size();
  const std::string body = results_body(std::move(rows));
  if (body.size() > INGEST_PAYLOAD_MAX)
    return fail(Error(INGEST_E_TOO_LARGE,
                      name_of(window) + " has " + std::to_string(body.size()) + " bytes"));
  const std::string name = name_of(window);
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

void ScanResults::no_results() {
  if (report_.outcome() == ingest::v1::UNIT_OUTCOME_COMPLETE) {
    report_.set_outcome(ingest::v1::UNIT_OUTCOME_EMPTY);
    report_.set_reason("the source stores no results of its scan");
  }
  end();
}

void ScanResults::fail(const Error& error) {
  if (reading_.repeats_itself()) {
    reading_.give_up(error.what());
    return go_on();
  }
  one::mark_failed(report_, error, reading_);
  if (promised_ && error.vendor_code() == 404 && reading_.kept() == 0)
    report_.set_reason("the scan is said to have results, but the source stores none: " +
                       report_.reason());
  end();
}

void ScanResults::end() {
  if (ended_) return;
  ended_ = true;
  reading_.conclude(report_);
  if (const std::string warning = details_.warning(); !warning.empty())
    report_.add_warnings(warning);
  waiting_.clear();
  on_end_(report_);
}

}  // namespace checkmarx::dast
