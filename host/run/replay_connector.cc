#include "run/replay_connector.hpp"

#include <string>
#include <string_view>

#include "recording/page_record.hpp"

namespace ingest::host {
namespace {

constexpr std::string_view kListingType = "ingest.v1.Listing";

std::optional<ConnectorError> stopped() {
  ConnectorError error;
  error.code = INGEST_E_CANCELLED;
  error.message = "told to stop";
  return error;
}

}  // namespace

bool ReplayConnector::replay(const v1::RecordedUnit& unit, const CallContext& context,
                             RecordSink& sink) {
  RecordedPages pages = recording_.pages_of(unit);
  for (v1::SourcePage page; pages.next(page);) {
    if (context.cancelled.stop_requested() || sink.emit(record_of(page)) != INGEST_OK) return false;
  }
  return !unit.has_report() ||
         sink.end_unit(unit.unit(), unit.report().SerializeAsString()) == INGEST_OK;
}

std::optional<ConnectorError> ReplayConnector::fetch(const CallContext& context, RecordSink& sink) {
  const v1::Recording& manifest = recording_.manifest();
  std::uint64_t done = 0;
  for (v1::RecordedUnit unit; recording_.next_unit(unit); ++done) {
    if (context.cancelled.stop_requested()) return stopped();
    ingest_unit_verdict verdict = INGEST_UNIT_WANTED;
    if (sink.begin_unit(unit.unit(), verdict) != INGEST_OK) return stopped();
    if (verdict == INGEST_UNIT_WANTED && !replay(unit, context, sink)) return stopped();
    if (context.progress) context.progress(done + 1, manifest.units(), manifest.unit_noun());
  }
  for (const v1::Listing& listing : manifest.listings()) {
    const std::string payload = listing.SerializeAsString();
    ingest_record record{};
    record.struct_size = sizeof(record);
    record.kind = INGEST_RECORD_LISTING;
    record.type = {kListingType.data(), kListingType.size()};
    record.payload = {payload.data(), payload.size()};
    if (sink.emit(record) != INGEST_OK) return stopped();
  }
  return std::nullopt;
}

}  // namespace ingest::host
