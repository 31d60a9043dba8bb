// sink_adapter.hpp - a RecordSink as the ingest_sink that one connector call is given: sizes, texts
// and kinds are checked, exceptions kept on this side. Belongs to the call's thread.
#pragma once

#include <ingest/connector.h>

#include <exception>
#include <string>
#include <string_view>
#include <thread>

#include "loader/record_sink.hpp"

namespace ingest::host {

enum class CallKind { kTest, kFetch, kTransform };

class SinkAdapter {
 public:
  // connector: its id, for the errors.
  SinkAdapter(CallKind kind, std::string connector, RecordSink& sink);
  SinkAdapter(const SinkAdapter&) = delete;
  SinkAdapter& operator=(const SinkAdapter&) = delete;

  const ingest_sink* table() const noexcept { return &table_; }
  // After the call: throws what the sink threw, or a Failure for a breach of the contract.
  void rethrow() const;
  // The first status other than INGEST_OK that the connector was told, and why.
  ingest_status refusal() const noexcept { return refusal_; }
  const std::string& refusal_reason() const noexcept { return reason_; }

 private:
  template <class Body>
  ingest_status guarded(Body&& body) noexcept;
  static SinkAdapter& self(const ingest_sink* sink) noexcept;
  static ingest_status emit(const ingest_sink* sink, const ingest_record* record) noexcept;
  static ingest_status begin_unit(const ingest_sink* sink, ingest_text unit,
                                  ingest_unit_verdict* verdict) noexcept;
  static ingest_status end_unit(const ingest_sink* sink, ingest_text unit,
                                ingest_bytes report) noexcept;

  ingest_record checked(const ingest_record* record);
  std::string_view unit_text(ingest_text unit) const;
  std::string_view text(const char* what, ingest_text text, std::size_t most) const;
  void expect_size(const char* what, ingest_bytes bytes, std::size_t most);
  [[noreturn]] void breach(const std::string& what) const;

  const CallKind kind_;
  const std::string connector_;
  RecordSink& sink_;
  const std::thread::id thread_;
  ingest_sink table_{};
  std::exception_ptr thrown_;
  ingest_status refusal_ = INGEST_OK;
  std::string reason_;
};

}  // namespace ingest::host
