// check_sink.cc - see check_sink.hpp.
#include "conformance/check_sink.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>

#include "diagnostics/plain_text.hpp"

namespace ingest::host::conformance {
namespace {

// What one call may hand over before the check has seen enough.
constexpr std::size_t kMostEvents = 100'000;
constexpr std::size_t kMostBytes = std::size_t{512} << 20U;
constexpr std::size_t kLongestType = 256;
constexpr std::size_t kLongestKey = 1024;

void put_once(std::vector<std::string>& list, const std::string& text) {
  if (list.size() < 50 && std::find(list.begin(), list.end(), text) == list.end())
    list.push_back(text);
}

}  // namespace

const char* name_of(CallKind kind) noexcept {
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

CheckSink::CheckSink(CallKind kind, HostAge age)
    : kind_(kind), table_(age), refuse_from_(std::numeric_limits<std::size_t>::max()) {
  table_->ctx = this;
  table_->emit = [](const ingest_sink* sink, const ingest_record* record) noexcept {
    CheckSink& me = self(sink);
    return me.may_enter("emit") ? me.keep(me.taken(record)) : INGEST_E_INTERNAL;
  };
  if (kind != CallKind::kFetch) return;
  table_->begin_unit = [](const ingest_sink* sink, ingest_text unit,
                          ingest_unit_verdict* verdict) noexcept -> ingest_status {
    CheckSink& me = self(sink);
    if (!me.may_enter("begin_unit")) return INGEST_E_INTERNAL;
    SinkEvent event;
    event.what = SinkEvent::What::kBegin;
    event.unit = me.taken("a unit's name", unit, INGEST_UNIT_MAX, true);
    if (me.choice_) event.verdict = me.choice_(event.unit);
    if (verdict == nullptr) {
      me.breach("gave begin_unit no place for the verdict");
    } else {
      *verdict = event.verdict;
    }
    return me.keep(std::move(event));
  };
  table_->end_unit = [](const ingest_sink* sink, ingest_text unit,
                        ingest_bytes report) noexcept -> ingest_status {
    CheckSink& me = self(sink);
    if (!me.may_enter("end_unit")) return INGEST_E_INTERNAL;
    SinkEvent event;
    event.what = SinkEvent::What::kEnd;
    event.unit = me.taken("a unit's name", unit, INGEST_UNIT_MAX, true);
    event.payload = me.taken("a unit's report", report, INGEST_CONTEXT_MAX, false);
    return me.keep(std::move(event));
  };
}

CheckSink& CheckSink::self(const ingest_sink* sink) noexcept {
  return *static_cast<CheckSink*>(sink->ctx);
}

void CheckSink::refuse_from(std::size_t number, ingest_status status) {
  refuse_from_ = number;
  refusal_ = status;
}

bool CheckSink::may_enter(const char* function) {
  const std::lock_guard lock(mutex_);
  if (ended_) {
    put_once(late_, function);
    return false;
  }
  if (std::this_thread::get_id() != thread_) put_once(strangers_, function);
  return true;
}

void CheckSink::breach(const std::string& sentence) {
  const std::lock_guard lock(mutex_);
  put_once(breaches_, std::string(conformance::name_of(kind_)) + " " + sentence);
}

std::string CheckSink::taken(const char* what, ingest_bytes bytes, std::size_t most, bool text) {
  if (bytes.size == 0) return {};
  if (bytes.data == nullptr) {
    breach(std::string("gave ") + what + " as NULL with a size");
    return {};
  }
  if (bytes.size > most) {
    breach(std::string("gave ") + what + " of " + std::to_string(bytes.size) +
           " bytes; the most is " + std::to_string(most));
    bytes.size = most;
  }
  std::string copy(static_cast<const char*>(bytes.data), bytes.size);
  if (text && !is_utf8(copy)) breach(std::string("gave ") + what + " that is not UTF-8");
  return copy;
}

SinkEvent CheckSink::taken(const ingest_record* record) {
  SinkEvent event;
  if (record == nullptr) {
    breach("emitted no record");
    return event;
  }
  if (record->struct_size < kOldestSize<ingest_record>) {
    breach("emitted a record with struct_size " + std::to_string(record->struct_size) +
           "; ABI 1.0 has " + std::to_string(kOldestSize<ingest_record>));
    return event;
  }
  event.kind = record->kind;
  event.type = taken("a record's type", record->type, kLongestType, true);
  event.key = taken("a page's key", record->key, kLongestKey, true);
  event.unit = taken("a unit's name", record->unit, INGEST_UNIT_MAX, true);
  event.payload = taken("a record's payload", record->payload, INGEST_PAYLOAD_MAX, false);
  event.context = taken("a page's context", record->context, INGEST_CONTEXT_MAX, false);
  event.place = record->place;
  event.rows = record->rows;
  return event;
}

ingest_status CheckSink::keep(SinkEvent event) {
  const std::lock_guard lock(events_mutex_);
  if (refused_) {
    ++after_refusal_;
    return refusal_;
  }
  bytes_ += event.payload.size() + event.context.size();
  if (events_.size() >= kMostEvents || bytes_ > kMostBytes)
    refuse_from(0, INGEST_E_CANCELLED);  // in any case it stops here
  if (watcher_) watcher_(event);
  if (events_.size() >= refuse_from_) {
    refused_ = true;
    return refusal_;
  }
  events_.push_back(std::move(event));
  return INGEST_OK;
}

std::vector<SinkEvent> CheckSink::of_kind(std::uint32_t kind) const {
  std::vector<SinkEvent> all;
  std::copy_if(events_.begin(), events_.end(), std::back_inserter(all), [kind](const SinkEvent& e) {
    return e.what == SinkEvent::What::kEmit && e.kind == kind;
  });
  return all;
}

std::vector<std::string> CheckSink::breaches() const {
  const std::lock_guard lock(mutex_);
  return breaches_;
}

std::vector<std::string> CheckSink::strangers() const {
  const std::lock_guard lock(mutex_);
  return strangers_;
}

std::vector<std::string> CheckSink::late() const {
  const std::lock_guard lock(mutex_);
  return late_;
}

}  // namespace ingest::host::conformance
