// call_adapter.hpp - a CallContext as the ingest_call that one connector call is given. Its hooks
// are thread-safe, as the contract promises.
#pragma once

#include <ingest/connector.h>

#include "loader/connector_instance.hpp"

namespace ingest::host {

class CallAdapter {
 public:
  explicit CallAdapter(const CallContext& context);
  CallAdapter(const CallAdapter&) = delete;
  CallAdapter& operator=(const CallAdapter&) = delete;
  const ingest_call* table() const noexcept { return &table_; }

 private:
  static const CallContext& context(const ingest_call* call) noexcept;
  static std::int32_t is_cancelled(const ingest_call* call) noexcept;
  static std::int64_t remaining_ms(const ingest_call* call) noexcept;
  static void progress(const ingest_call* call, std::uint64_t done, std::uint64_t total,
                       ingest_text note) noexcept;

  const CallContext& context_;
  ingest_call table_{};
};

}  // namespace ingest::host
