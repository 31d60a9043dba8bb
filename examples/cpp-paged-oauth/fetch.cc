// fetch.cc - see fetch.hpp.
#include "fetch.hpp"

#include <ingest/sdk/json.hpp>
#include <ingest/sdk/messages.hpp>
#include <ingest/sdk/url.hpp>

#include <utility>

namespace paged_oauth {
namespace {

namespace json = ingest::sdk::json;
namespace sdk = ingest::sdk;
namespace v1 = ingest::v1;

// UNSPECIFIED for what concerns all units and ends the run.
v1::UnitFailure unit_failure(const sdk::Error& error) {
  switch (error.code()) {
    case INGEST_E_FORBIDDEN:
      return v1::UNIT_FAILURE_FORBIDDEN;
    case INGEST_E_UNAVAILABLE:
    case INGEST_E_TIMEOUT:
      return v1::UNIT_FAILURE_UNAVAILABLE;
    case INGEST_E_BAD_DATA:
    case INGEST_E_TOO_LARGE:
      return error.vendor_code() == 404 ? v1::UNIT_FAILURE_NOT_FOUND : v1::UNIT_FAILURE_BAD_DATA;
    default:
      return v1::UNIT_FAILURE_UNSPECIFIED;
  }
}

}  // namespace

void Fetch::run() {
  listing_.set_name("applications");
  list({});
  api_.run();
  listing_.set_unique(applications_.size());
  sdk::emit_listing(sink_, listing_);
}

void Fetch::list(const std::string& cursor) {
  api_.list(
      "/applications", cursor, sdk::Lane::kSteer,
      [this](const ListPage& page) {
        listing_.set_requests(listing_.requests() + 1);
        listing_.set_received(listing_.received() + page.items.size());
        for (const auto& item : page.items) begin(json::as_object(item));
        if (page.next.empty()) return;
        if (!cursors_.insert(page.next).second)
          throw sdk::Error(INGEST_E_BAD_DATA, "GET /applications: the list names a cursor again");
        list(page.next);
      },
      [](const sdk::Error& error) { throw error; });
}

void Fetch::begin(const boost::json::object& application) {
  auto unit = std::make_shared<Unit>();
  const std::string id = json::text_at(application, "id");
  if (id.empty() || id.size() > INGEST_UNIT_MAX)
    throw sdk::Error(INGEST_E_BAD_DATA, "GET /applications: an application without a usable id");
  if (!applications_.insert(id).second || !sink_.begin_unit(id)) return;
  unit->context = boost::json::serialize(application);
  unit->path = "/applications/" + sdk::percent_encode(id) + "/findings";
  unit->report.set_unit(id);
  unit->report.set_name(std::string(json::string_at(application, "name")));
  read(unit, {});
}

void Fetch::read(const std::shared_ptr<Unit>& unit, const std::string& cursor) {
  api_.list(
      unit->path, cursor, cursor.empty() ? sdk::Lane::kStart : sdk::Lane::kFinish,
      [this, unit](const ListPage& page) { take(unit, page); },
      [this, unit](const sdk::Error& error) {
        unit->report.set_failure(unit_failure(error));
        if (unit->report.failure() == v1::UNIT_FAILURE_UNSPECIFIED) throw error;
        unit->report.set_outcome(v1::UNIT_OUTCOME_FAILED);
        unit->report.set_reason(error.what());
        end(*unit);
      });
}

void Fetch::take(const std::shared_ptr<Unit>& unit, const ListPage& page) {
  v1::UnitReport& report = unit->report;
  const std::string key = "findings page " + std::to_string(report.pages() + 1);
  sdk::PageOut out;
  out.unit = report.unit();
  out.key = key;
  out.media_type = "application/json";
  out.body = page.response.body();
  out.context = unit->context;
  out.place = report.pages();
  out.rows = page.items.size();
  sink_.emit(out);
  report.set_pages(report.pages() + 1);
  report.set_rows_received(report.rows_received() + out.rows);
  const bool again = !page.next.empty() && !unit->cursors.insert(page.next).second;
  if (!page.next.empty() && !again) return read(unit, page.next);
  report.set_outcome(again ? v1::UNIT_OUTCOME_INCOMPLETE : v1::UNIT_OUTCOME_COMPLETE);
  if (again) report.set_reason("the list of findings names a cursor again");
  end(*unit);
}

void Fetch::end(Unit& unit) {
  sdk::end_unit(sink_, unit.report);
  call_.progress(++done_, applications_.size(), unit.report.name());
}

}  // namespace paged_oauth
