// emitted.cc - see emitted.hpp.
#include "conformance/emitted.hpp"

#include <ingest/v1/asset.pb.h>
#include <ingest/v1/check.pb.h>
#include <ingest/v1/finding.pb.h>
#include <ingest/v1/source_page.pb.h>

namespace ingest::host::conformance {
namespace {

template <class Message>
bool parses_as(const SinkEvent& event) {
  Message message;
  return message.ParseFromString(event.payload);
}

}  // namespace

bool may_emit(CallKind call, std::uint32_t kind) noexcept {
  switch (kind) {
    case INGEST_RECORD_PAGE:
    case INGEST_RECORD_LISTING:
      return call == CallKind::kFetch;
    case INGEST_RECORD_CHECK:
      return call == CallKind::kTest;
    case INGEST_RECORD_ASSET:
    case INGEST_RECORD_FINDING:
    case INGEST_RECORD_FILTERED:
    case INGEST_RECORD_REJECTED:
      return call == CallKind::kTransform;
    default:
      return false;
  }
}

std::string_view message_type(std::uint32_t kind) noexcept {
  switch (kind) {
    case INGEST_RECORD_ASSET:
      return "ingest.v1.Asset";
    case INGEST_RECORD_FINDING:
      return "ingest.v1.Finding";
    case INGEST_RECORD_CHECK:
      return "ingest.v1.CheckResult";
    case INGEST_RECORD_FILTERED:
      return "ingest.v1.FilteredRows";
    case INGEST_RECORD_REJECTED:
      return "ingest.v1.DeadLetter";
    case INGEST_RECORD_LISTING:
      return "ingest.v1.Listing";
    default:
      return {};
  }
}

bool parses(const SinkEvent& event) {
  switch (event.kind) {
    case INGEST_RECORD_ASSET:
      return parses_as<v1::Asset>(event);
    case INGEST_RECORD_FINDING:
      return parses_as<v1::Finding>(event);
    case INGEST_RECORD_CHECK:
      return parses_as<v1::CheckResult>(event);
    case INGEST_RECORD_FILTERED:
      return parses_as<v1::FilteredRows>(event);
    case INGEST_RECORD_REJECTED:
      return parses_as<v1::DeadLetter>(event);
    case INGEST_RECORD_LISTING:
      return parses_as<v1::Listing>(event);
    default:
      return true;
  }
}

RowSums sums_of(const std::vector<SinkEvent>& events) {
  RowSums sums;
  for (const SinkEvent& event : events) {
    v1::FilteredRows filtered;
    if (event.kind == INGEST_RECORD_FINDING) ++sums.findings;
    if (event.kind == INGEST_RECORD_REJECTED) ++sums.rejected;
    if (event.kind == INGEST_RECORD_FILTERED && filtered.ParseFromString(event.payload))
      sums.filtered += filtered.count();
  }
  return sums;
}

}  // namespace ingest::host::conformance
