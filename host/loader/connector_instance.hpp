// connector_instance.hpp - an open connector: create and destroy, and the three calls between.
//
// test_connection and fetch may not run at the same time as any other call of the instance;
// transform and rows may run on several threads when library().concurrent_transform(). The hooks of
// HostServices and CallContext are called on any thread, also at the same time.
#pragma once

#include <ingest/ext/rows.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "diagnostics/secret_string.hpp"
#include "loader/call_observer.hpp"
#include "loader/connector_error.hpp"
#include "loader/connector_library.hpp"
#include "loader/record_sink.hpp"
#include "loader/row_sink.hpp"

namespace ingest::host {

// What the host offers an instance. Every hook may be empty; what one throws is swallowed.
struct HostServices {
  std::function<bool(ingest_log_level)> log_enabled;
  // message is valid UTF-8 on one line, at most 8 KiB.
  std::function<void(ingest_log_level, std::string_view message)> log;
  // The table of an extension, valid until the instance is gone; NULL for an unknown id.
  std::function<const void*(std::string_view id)> extension;
  // A call has returned; its ingest_call is about to go (HttpEngine::forget).
  std::function<void(const ingest_call*)> call_ended;
};

struct CallContext {
  std::string run_id;
  std::stop_token cancelled;
  std::optional<std::chrono::steady_clock::time_point> deadline;
  std::function<void(std::uint64_t done, std::uint64_t total, std::string_view note)> progress;
};

class ConnectorInstance {
 public:
  // settings is the JSON object that create takes; it is wiped when create has returned. Throws
  // Failure with the connector's words when create refuses.
  ConnectorInstance(ConnectorLibrary& library, SecretString settings, HostServices services);
  ~ConnectorInstance();
  ConnectorInstance(const ConnectorInstance&) = delete;
  ConnectorInstance& operator=(const ConnectorInstance&) = delete;

  // Each returns what the connector reports, or nothing when all went well, and throws what the
  // sink threw, or a Failure (kConnector) when the connector broke the contract.
  [[nodiscard]] std::optional<ConnectorError> test_connection(const CallContext& context,
                                                              RecordSink& sink);
  [[nodiscard]] std::optional<ConnectorError> fetch(const CallContext& context, RecordSink& sink);
  [[nodiscard]] std::optional<ConnectorError> transform(const CallContext& context,
                                                        const ingest_record& page,
                                                        RecordSink& sink);

  // What the transform map sees of a page (ingest.rows/1); the rules of transform. Without the
  // extension: INGEST_E_UNSUPPORTED.
  [[nodiscard]] std::optional<ConnectorError> rows(const CallContext& context,
                                                   const ingest_record& page, RowSink& sink);
  bool offers_rows() const noexcept;

  const ConnectorLibrary& library() const noexcept { return library_; }

 private:
  class Services;
  template <class Records, class Call>
  std::optional<ConnectorError> run(ConnectorCall kind, const CallPlace& place,
                                    const CallContext& context, Records& records, Call&& call);
  const ingest_rows* rows_table() const noexcept;

  ConnectorLibrary& library_;
  std::unique_ptr<Services> services_;
  ingest_instance* instance_ = nullptr;
};

}  // namespace ingest::host
