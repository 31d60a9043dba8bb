// sink_adapter.hpp - a RecordSink as the ingest_sink that one connector call is given: sizes, texts
// and kinds are checked, exceptions kept on this side. Belongs to the call's thread.
#pragma once

#include <ingest/connector.h>

#include <string>
#include <string_view>

#include "loader/call_observer.hpp"
#include "loader/record_sink.hpp"
#include "loader/sink_guard.hpp"

namespace ingest::host {

enum class CallKind { kTest, kFetch, kTransform };

class SinkAdapter final : public SinkGuard {
 public:
  // connector: its id, for the errors.
  SinkAdapter(CallKind kind, std::string connector, RecordSink& sink);

  const ingest_sink* table() const noexcept { return &table_; }

 private:
  static SinkAdapter& self(const ingest_sink* sink) noexcept;
  static ingest_status emit(const ingest_sink* sink, const ingest_record* record) noexcept;
  static ingest_status begin_unit(const ingest_sink* sink, ingest_text unit,
                                  ingest_unit_verdict* verdict) noexcept;
  static ingest_status end_unit(const ingest_sink* sink, ingest_text unit,
                                ingest_bytes report) noexcept;

  static void is_at(const CallPlace& place) noexcept;
  ingest_record checked(const ingest_record* record);
  std::string_view unit_text(ingest_text unit) const;
  std::string_view text(const char* what, ingest_text text, std::size_t most) const;
  void expect_size(const char* what, ingest_bytes bytes, std::size_t most);
  [[noreturn]] void breach(const std::string& what) const;

  const CallKind kind_;
  const std::string connector_;
  RecordSink& sink_;
  ingest_sink table_{};
};

}  // namespace ingest::host
