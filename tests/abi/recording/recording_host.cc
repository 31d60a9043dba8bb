#include "recording_host.hpp"

#include <algorithm>

namespace abitest {

std::string copy(ingest_bytes bytes) {
  if (bytes.size == 0) return {};
  return {static_cast<const char*>(bytes.data), bytes.size};
}

ingest_text borrow(const std::string& text) { return {text.data(), text.size()}; }

RecordingHost::RecordingHost() {
  table_.struct_size = sizeof(table_);
  table_.abi_minor = INGEST_ABI_MINOR;
  table_.ctx = this;
  table_.name = "abi-test";
  table_.version = "1.0.0";
  table_.log_enabled = [](const ingest_host*, ingest_log_level) noexcept { return 1; };
  table_.log = [](const ingest_host* h, ingest_log_level, ingest_text message) noexcept {
    auto& self = *static_cast<RecordingHost*>(h->ctx);
    const std::lock_guard lock(self.mutex_);
    self.logs_.push_back(copy(message));
  };
  table_.get_extension = [](const ingest_host* h, const char* id) noexcept -> const void* {
    auto& self = *static_cast<RecordingHost*>(h->ctx);
    const auto found = self.extensions_.find(id);
    return found == self.extensions_.end() ? nullptr : found->second;
  };
}

std::vector<std::string> RecordingHost::logs() const {
  const std::lock_guard lock(mutex_);
  return logs_;
}

RecordingCall::RecordingCall() {
  table_.struct_size = sizeof(table_);
  table_.ctx = this;
  table_.run_id = borrow(run_id_);
  table_.is_cancelled = [](const ingest_call* c) noexcept {
    return static_cast<RecordingCall*>(c->ctx)->cancelled_ ? 1 : 0;
  };
  table_.remaining_ms = [](const ingest_call*) noexcept { return std::int64_t{60'000}; };
  table_.progress = [](const ingest_call* c, std::uint64_t, std::uint64_t, ingest_text) noexcept {
    auto& self = *static_cast<RecordingCall*>(c->ctx);
    ++self.progress_calls_;
    if (self.cancel_at_progress_) self.cancelled_ = true;
  };
}

ingest_record Record::borrowed() const {
  ingest_record out{};
  out.struct_size = sizeof(out);
  out.kind = kind;
  out.type = borrow(type);
  out.unit = borrow(unit);
  out.key = borrow(key);
  out.payload = borrow(payload);
  out.context = borrow(context);
  out.place = place;
  out.rows = rows;
  return out;
}

RecordingSink::RecordingSink(Of of) {
  table_.struct_size = sizeof(table_);
  table_.ctx = this;
  table_.emit = [](const ingest_sink* s, const ingest_record* record) noexcept {
    return static_cast<RecordingSink*>(s->ctx)->emit(*record);
  };
  if (of != Of::kFetch) return;
  table_.begin_unit = [](const ingest_sink* s, ingest_text unit,
                         ingest_unit_verdict* verdict) noexcept {
    return static_cast<RecordingSink*>(s->ctx)->begin(copy(unit), verdict);
  };
  table_.end_unit = [](const ingest_sink* s, ingest_text unit, ingest_bytes report) noexcept {
    auto& self = *static_cast<RecordingSink*>(s->ctx);
    if (self.refused_) ++self.calls_after_refusal_;
    self.ended_.emplace_back(copy(unit), copy(report));
    return ingest_status{INGEST_OK};
  };
}

std::vector<Record> RecordingSink::of_kind(std::uint32_t kind) const {
  std::vector<Record> out;
  std::copy_if(records_.begin(), records_.end(), std::back_inserter(out),
               [&](const Record& r) { return r.kind == kind; });
  return out;
}

ingest_status RecordingSink::emit(const ingest_record& r) {
  if (refused_) ++calls_after_refusal_;
  if (refuse_ && records_.size() >= refuse_->first) {
    refused_ = true;
    return refuse_->second;
  }
  records_.push_back({r.kind, copy(r.type), copy(r.unit), copy(r.key), copy(r.payload),
                      copy(r.context), r.place, r.rows});
  return INGEST_OK;
}

ingest_status RecordingSink::begin(const std::string& unit, ingest_unit_verdict* verdict) {
  if (refused_) ++calls_after_refusal_;
  begun_.push_back(unit);
  const bool skip = std::find(skipped_.begin(), skipped_.end(), unit) != skipped_.end();
  *verdict = skip ? INGEST_UNIT_SKIP : INGEST_UNIT_WANTED;
  return INGEST_OK;
}

}  // namespace abitest
