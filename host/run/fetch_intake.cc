#include "run/fetch_intake.hpp"

#include <memory>
#include <string>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kListingsMax = 100;
constexpr std::size_t kTextMax = 2048;

std::string_view view(ingest_bytes bytes) {
  return {static_cast<const char*>(bytes.data), bytes.size};
}

[[noreturn]] void blame_connector(const std::string& what) {
  throw Failure(ExitStatus::kConnector, "the connector " + what,
                "This is a bug of the connector; tell its author.");
}

}  // namespace

ingest_status FetchIntake::emit(const ingest_record& record) {
  switch (record.kind) {
    case INGEST_RECORD_PAGE:
      return emit_page(record);
    case INGEST_RECORD_LISTING:
      if (view(record.type) != "ingest.v1.Listing")
        blame_connector("emitted a listing of type '" + plain_text(view(record.type), 128) + "'");
      emit_listing(view(record.payload));
      return INGEST_OK;
    default:
      blame_connector("emitted a record of kind " + std::to_string(record.kind) +
                      " while reading, which is not the time");
  }
}

ingest_status FetchIntake::emit_page(const ingest_record& record) {
  SourcePage page;
  page.unit = units_.expect_page(view(record.unit), record.rows);
  page.key = view(record.key);
  page.media_type = view(record.type);
  page.context = view(record.context);
  page.place = record.place;
  page.rows = record.rows;
  page.observed_unix_ns = record.observed_unix_ns;
  if (request_.share_body)
    page.body_owner = request_.share_body(record.payload.data, record.payload.size);
  if (page.body_owner) {
    page.body = view(record.payload);
  } else {
    page.body_owner = std::make_shared<const std::string>(view(record.payload));
    page.body = *page.body_owner;
  }
  return queue_.push(std::move(page)) ? INGEST_OK : INGEST_E_CANCELLED;
}

void FetchIntake::emit_listing(std::string_view payload) {
  v1::Listing listing;
  if (!listing.ParseFromArray(payload.data(), static_cast<int>(payload.size())))
    blame_connector("emitted a malformed ingest.v1.Listing");
  if (listings_.size() == kListingsMax)
    blame_connector("emitted more than " + std::to_string(kListingsMax) + " listings");
  listing.set_name(plain_text(listing.name(), kTextMax));
  listing.set_note(redactor().apply(plain_text(listing.note(), kTextMax)));
  listings_.push_back(std::move(listing));
}

ingest_status FetchIntake::begin_unit(std::string_view unit, ingest_unit_verdict& verdict) {
  verdict = units_.begin(unit) ? INGEST_UNIT_WANTED : INGEST_UNIT_SKIP;
  return INGEST_OK;
}

ingest_status FetchIntake::end_unit(std::string_view unit, std::string_view report) {
  units_.end(unit, report);
  return INGEST_OK;
}

}  // namespace ingest::host
