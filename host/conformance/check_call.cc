// check_call.cc - see check_call.hpp.
#include "conformance/check_call.hpp"

#include <algorithm>

namespace ingest::host::conformance {
namespace {

constexpr std::size_t kMostNotes = 1000;
constexpr std::size_t kLongestNote = 4096;

}  // namespace

CheckCall::CheckCall(HostAge age) : table_(age) {
  table_->ctx = this;
  table_->run_id = {run_id_.data(), run_id_.size()};
  table_->is_cancelled = [](const ingest_call* call) noexcept -> std::int32_t {
    CheckCall& me = self(call);
    if (me.ended_) me.enter("is_cancelled");
    return me.cancelled_ ? 1 : 0;
  };
  table_->remaining_ms = [](const ingest_call* call) noexcept -> std::int64_t {
    CheckCall& me = self(call);
    if (me.ended_) me.enter("remaining_ms");
    return me.cancelled_ ? 0 : -1;
  };
  table_->progress = [](const ingest_call* call, std::uint64_t, std::uint64_t,
                        ingest_text note) noexcept {
    CheckCall& me = self(call);
    if (me.ended_) me.enter("progress");
    if (note.data == nullptr) return;
    const std::lock_guard lock(me.mutex_);
    if (me.notes_.size() < kMostNotes)
      me.notes_.emplace_back(static_cast<const char*>(note.data),
                             std::min(note.size, kLongestNote));
  };
}

void CheckCall::cancel() noexcept {
  if (cancelled_) return;
  cancelled_at_ = Clock::now();
  cancelled_ = true;
}

CheckCall& CheckCall::self(const ingest_call* call) noexcept {
  return *static_cast<CheckCall*>(call->ctx);
}

void CheckCall::enter(const char* function) {
  const std::lock_guard lock(mutex_);
  if (std::find(late_.begin(), late_.end(), function) == late_.end()) late_.emplace_back(function);
}

std::vector<std::string> CheckCall::notes() const {
  const std::lock_guard lock(mutex_);
  return notes_;
}

std::vector<std::string> CheckCall::late() const {
  const std::lock_guard lock(mutex_);
  return late_;
}

}  // namespace ingest::host::conformance
