// call_adapter.cc - see call_adapter.hpp.
#include "loader/call_adapter.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>

#include "diagnostics/plain_text.hpp"
#include "diagnostics/pulse.hpp"

namespace ingest::host {
namespace {
constexpr std::size_t kLongestNote = 256;
}

CallAdapter::CallAdapter(const CallContext& context) : context_(context) {
  table_.struct_size = sizeof(table_);
  table_.ctx = this;
  table_.run_id = {context.run_id.data(), context.run_id.size()};
  table_.is_cancelled = &CallAdapter::is_cancelled;
  table_.remaining_ms = &CallAdapter::remaining_ms;
  table_.progress = &CallAdapter::progress;
}

const CallContext& CallAdapter::context(const ingest_call* call) noexcept {
  return static_cast<CallAdapter*>(call->ctx)->context_;
}

// Past its deadline a call is as good as cancelled.
std::int32_t CallAdapter::is_cancelled(const ingest_call* call) noexcept {
  beat();
  return context(call).cancelled.stop_requested() || remaining_ms(call) == 0 ? 1 : 0;
}

std::int64_t CallAdapter::remaining_ms(const ingest_call* call) noexcept {
  beat();
  const auto& deadline = context(call).deadline;
  if (!deadline) return -1;
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now());
  return std::max<std::int64_t>(0, left.count());
}

void CallAdapter::progress(const ingest_call* call, std::uint64_t done, std::uint64_t total,
                           ingest_text note) noexcept {
  const InHost in_host(HostFunction::kProgress);
  const auto& hook = context(call).progress;
  if (!hook) return;
  try {
    std::string text;
    if (note.data != nullptr)
      text = plain_text({static_cast<const char*>(note.data), note.size}, kLongestNote);
    hook(done, total, text);
  } catch (...) {  // progress is for people; the call goes on without
  }
}

}  // namespace ingest::host
