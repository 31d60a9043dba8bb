// sink_adapter.cc - see sink_adapter.hpp.
#include "loader/sink_adapter.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/pulse.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kLongestType = 256;
constexpr std::size_t kLongestKey = 1024;
constexpr std::size_t kLeastRecord =
    offsetof(ingest_record, observed_unix_ns) + sizeof(ingest_record::observed_unix_ns);

const char* call_name(CallKind kind) {
  switch (kind) {
    case CallKind::kTest:
      return "test_connection";
    case CallKind::kFetch:
      return "fetch";
    case CallKind::kTransform:
      return "transform";
  }
  return "?";
}

bool may_emit(CallKind call, std::uint32_t kind) {
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

std::string_view view(ingest_bytes bytes) {
  return bytes.size == 0 ? std::string_view()
                         : std::string_view(static_cast<const char*>(bytes.data), bytes.size);
}

}  // namespace

SinkAdapter::SinkAdapter(CallKind kind, std::string connector, RecordSink& sink)
    : SinkGuard("stream"), kind_(kind), connector_(std::move(connector)), sink_(sink) {
  table_.struct_size = sizeof(table_);
  table_.ctx = this;
  table_.emit = &SinkAdapter::emit;
  if (kind == CallKind::kFetch) {
    table_.begin_unit = &SinkAdapter::begin_unit;
    table_.end_unit = &SinkAdapter::end_unit;
  }
}

void SinkAdapter::is_at(const CallPlace& place) noexcept {
  if (CallObserver* observer = call_observer(); observer != nullptr) observer->is_at(place);
}

SinkAdapter& SinkAdapter::self(const ingest_sink* sink) noexcept {
  return *static_cast<SinkAdapter*>(sink->ctx);
}

ingest_status SinkAdapter::emit(const ingest_sink* sink, const ingest_record* record) noexcept {
  const InHost in_host(HostFunction::kEmit);
  SinkAdapter& adapter = self(sink);
  return adapter.guarded([&] {
    const ingest_record copy = adapter.checked(record);
    if (copy.kind == INGEST_RECORD_PAGE)
      adapter.is_at({view(copy.unit), view(copy.key), copy.place});
    return adapter.sink_.emit(copy);
  });
}

ingest_status SinkAdapter::begin_unit(const ingest_sink* sink, ingest_text unit,
                                      ingest_unit_verdict* verdict) noexcept {
  const InHost in_host(HostFunction::kBeginUnit);
  SinkAdapter& adapter = self(sink);
  return adapter.guarded([&]() -> ingest_status {
    if (verdict == nullptr) adapter.breach("gave no place for the verdict on a unit");
    *verdict = INGEST_UNIT_WANTED;
    const std::string_view name = adapter.unit_text(unit);
    adapter.is_at({name, {}, 0});
    return adapter.sink_.begin_unit(name, *verdict);
  });
}

ingest_status SinkAdapter::end_unit(const ingest_sink* sink, ingest_text unit,
                                    ingest_bytes report) noexcept {
  const InHost in_host(HostFunction::kEndUnit);
  SinkAdapter& adapter = self(sink);
  return adapter.guarded([&] {
    adapter.expect_size("a unit's report", report, INGEST_CONTEXT_MAX);
    return adapter.sink_.end_unit(adapter.unit_text(unit), view(report));
  });
}

// A copy, as the connector may have been built with another size of record.
ingest_record SinkAdapter::checked(const ingest_record* record) {
  if (record == nullptr) breach("emitted no record");
  if (record->struct_size < kLeastRecord)
    breach("emitted a record of " + std::to_string(record->struct_size) + " bytes; ABI 1.0 has " +
           std::to_string(kLeastRecord));
  ingest_record copy{};
  std::memcpy(&copy, record, std::min<std::size_t>(record->struct_size, sizeof(copy)));
  copy.struct_size = sizeof(copy);
  if (!may_emit(kind_, copy.kind))
    breach("emitted a record of kind " + std::to_string(copy.kind) +
           ", which does not belong there");
  text("a record's type", copy.type, kLongestType);
  text("a page's key", copy.key, kLongestKey);
  expect_size("a record", copy.payload, INGEST_PAYLOAD_MAX);
  expect_size("a page's context", copy.context, INGEST_CONTEXT_MAX);
  if (copy.kind == INGEST_RECORD_PAGE) unit_text(copy.unit);
  return copy;
}

std::string_view SinkAdapter::unit_text(ingest_text unit) const {
  const std::string_view name = text("a unit's name", unit, INGEST_UNIT_MAX);
  if (name.empty()) breach("named a unit with no name");
  return name;
}

std::string_view SinkAdapter::text(const char* what, ingest_text text, std::size_t most) const {
  if (text.data == nullptr && text.size != 0) breach(std::string("gave ") + what + " as NULL");
  if (text.size > most)
    throw TooLarge{std::string(what) + " has " + std::to_string(text.size) + " bytes; at most " +
                   std::to_string(most) + " are allowed"};
  if (!is_utf8(view(text))) breach(std::string("gave ") + what + " that is not UTF-8");
  return view(text);
}

void SinkAdapter::expect_size(const char* what, ingest_bytes bytes, std::size_t most) {
  if (bytes.data == nullptr && bytes.size != 0) breach(std::string("gave ") + what + " as NULL");
  if (bytes.size > most)
    throw TooLarge{std::string(what) + " has " + std::to_string(bytes.size) + " bytes; at most " +
                   std::to_string(most) + " are allowed"};
}

void SinkAdapter::breach(const std::string& what) const {
  throw Failure(ExitStatus::kConnector,
                "connector " + connector_ + " broke the contract: " + call_name(kind_) + " " + what,
                "this is the connector's fault: tell its author, with the text above");
}

}  // namespace ingest::host
