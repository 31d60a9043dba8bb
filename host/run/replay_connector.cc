#include "run/replay_connector.hpp"

#include <google/protobuf/util/time_util.h>

#include <string>
#include <string_view>

namespace ingest::host {
namespace {

// Years 1 to 9999 fit a Timestamp; only those from 1678 to 2262 fit nanoseconds.
constexpr std::int64_t kSecondsMax = 9'000'000'000;

ingest_bytes bytes(std::string_view text) { return {text.data(), text.size()}; }

std::int64_t observed(const v1::SourcePage& page) {
  const auto& at = page.observed_at();
  if (at.seconds() > kSecondsMax || at.seconds() < -kSecondsMax || at.nanos() < 0 ||
      at.nanos() > 999'999'999)
    return 0;
  return at.seconds() * 1'000'000'000 + at.nanos();
}

ingest_record record_of(const v1::SourcePage& page) {
  ingest_record record{};
  record.struct_size = sizeof(record);
  record.kind = INGEST_RECORD_PAGE;
  record.type = bytes(page.media_type());
  record.unit = bytes(page.unit());
  record.key = bytes(page.key());
  record.payload = bytes(page.body());
  record.context = bytes(page.context());
  record.place = page.place();
  record.rows = page.rows();
  record.observed_unix_ns = observed(page);
  return record;
}

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
    record.type = bytes("ingest.v1.Listing");
    record.payload = bytes(payload);
    if (sink.emit(record) != INGEST_OK) return stopped();
  }
  return std::nullopt;
}

}  // namespace ingest::host
