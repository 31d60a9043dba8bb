// fetch.cc - see fetch.hpp.
#include "checkmarx-dast/fetch.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <string>
#include <utility>

#include "checkmarx-dast/scan_results.hpp"
#include "checkmarx-one/unit_failure.hpp"
#include "ingest/sdk/messages.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::dast {
namespace {

using ingest::sdk::Error;

// Environments listed and not yet done: enough that the next window is there before the requests
// run out, and few enough to keep memory flat.
constexpr uint64_t kLookAhead = 300;

}  // namespace

WindowListing::Shape environments_shape() {
  WindowListing::Shape shape;
  shape.name = "environments";
  shape.path = "/api/dast/scans/environments?";
  shape.rows_key = "environments";
  shape.total_key = "totalItems";
  shape.id_key = "environmentId";
  shape.permission = kViewEnvironments;
  return shape;
}

WindowListing::Shape scans_shape(const std::string& environment) {
  WindowListing::Shape shape;
  shape.name = "scans";
  shape.path =
      "/api/dast/scans/scans?environmentId=" + ingest::sdk::percent_encode(environment) + "&";
  shape.rows_key = "scans";
  shape.total_key = "totalScans";
  shape.other_total_key = "totalCount";
  shape.id_key = "scanId";
  shape.permission = kViewEnvironments;
  shape.asks = Asks::kItem;
  shape.lane = ingest::sdk::Lane::kStart;
  return shape;
}

struct Fetch::Work {
  Environment environment;
  NewestScan scans;
  ingest::v1::UnitReport report;
};

Fetch::Fetch(one::ApiClient& api, const ingest::sdk::FetchSink& sink, const Settings& settings)
    : api_(api),
      sink_(sink),
      settings_(settings),
      listing_(WindowListing::make(
          api, environments_shape(),
          [this](WindowListing&, std::vector<boost::json::object> rows) {
            listed(std::move(rows));
          },
          // Without a first answer there is nothing to read: the error goes on, out of run(). What
          // was listed before a later one failed is read, and the listing says that more is
          // missing.
          [this](const Error&) {
            if (!listing_->has_begun()) throw;
          })) {}

void Fetch::run() {
  listing_->next();
  api_.run();
  ingest::sdk::emit_listing(sink_, listing_->report());
}

void Fetch::keep_listing() {
  if (begun_ - done_ < kLookAhead) listing_->next();
}

void Fetch::listed(std::vector<boost::json::object> rows) {
  for (boost::json::object& row : rows) {
    auto work = std::make_shared<Work>();
    work->environment = read_environment(std::move(row));
    const Environment& environment = work->environment;
    if (!sink_.begin_unit(environment.id)) {
      ++skipped_;
      continue;
    }
    ++begun_;
    work->report.set_unit(environment.id);
    work->report.set_name(environment.name);
    work->report.set_outcome(ingest::v1::UNIT_OUTCOME_COMPLETE);
    list_scans(work);
  }
  keep_listing();
}

void Fetch::list_scans(const std::shared_ptr<Work>& work) {
  WindowListing::make(
      api_, scans_shape(work->environment.id),
      [this, work](WindowListing& listing, std::vector<boost::json::object> rows) {
        for (boost::json::object& row : rows) work->scans.offer(row);
        if (!listing.ended()) return listing.next();
        scans_listed(work, listing);
      },
      [this, work](const Error& error) {
        one::mark_failed(work->report, error);
        end(work->report);
      })
      ->next();
}

void Fetch::scans_listed(const std::shared_ptr<Work>& work, const WindowListing& listing) {
  const ingest::v1::Listing account = listing.report();
  if (account.incomplete()) {
    work->report.set_outcome(ingest::v1::UNIT_OUTCOME_INCOMPLETE);
    work->report.set_reason("its newest scan may be missing: " + account.note());
  } else if (!account.note().empty()) {
    work->report.add_warnings("scans: " + account.note());
  }
  work->report.set_scan_id(work->scans.scan().id);
  work->report.set_scan_status(work->scans.scan().status);
  read_results(work);
}

void Fetch::read_results(const std::shared_ptr<Work>& work) {
  ingest::v1::UnitReport& report = work->report;
  const Scan& scan = work->scans.scan();
  std::string context = context_of(work->environment, scan, api_.connection().api.origin());
  if (context.size() > INGEST_CONTEXT_MAX) {
    one::mark_failed(report,
                     Error(INGEST_E_TOO_LARGE, "the environment's own data are more than 1 MiB"));
    return end(report);
  }
  const std::string body = boost::json::serialize(work->environment.source);
  ingest::sdk::PageOut page;
  page.unit = work->environment.id;
  page.key = "environment";
  page.media_type = "application/json";
  page.body = body;
  page.context = context;
  sink_.emit(page);
  report.set_pages(1);
  if (!scan.exists()) {
    if (report.outcome() == ingest::v1::UNIT_OUTCOME_COMPLETE) {
      report.set_outcome(ingest::v1::UNIT_OUTCOME_EMPTY);
      report.set_reason(work->scans.why_none());
    }
    return end(report);
  }
  std::make_shared<ScanResults>(api_, sink_, settings_, std::move(context), std::move(report),
                                scan.says_results,
                                [this](const ingest::v1::UnitReport& r) { end(r); })
      ->start();
}

void Fetch::end(const ingest::v1::UnitReport& report) {
  ingest::sdk::end_unit(sink_, report);
  ++done_;
  const uint64_t known = listing_->claimed() > skipped_ ? listing_->claimed() - skipped_ : 0;
  api_.call().progress(done_, std::max(known, begun_), "environments");
  keep_listing();
}

}  // namespace checkmarx::dast
