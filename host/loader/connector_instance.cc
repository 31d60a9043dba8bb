// connector_instance.cc - see connector_instance.hpp.
#include "loader/connector_instance.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/log.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/pulse.hpp"
#include "diagnostics/redactor.hpp"
#include "loader/call_adapter.hpp"
#include "loader/row_sink_adapter.hpp"
#include "loader/sink_adapter.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kLongestLogLine = 8192;
constexpr std::size_t kLongestExtensionId = 128;
constexpr std::uint32_t kLongestRetryMs = 24U * 3600U * 1000U;

ingest_log_level known_level(ingest_log_level level) {
  return std::clamp<ingest_log_level>(level, INGEST_LOG_DEBUG, INGEST_LOG_ERROR);
}

ingest_error empty_error() {
  ingest_error error{};
  error.struct_size = sizeof(error);
  return error;
}

CallPlace place_of(const ingest_record& page) {
  const auto view = [](ingest_bytes bytes) {
    return std::string_view(static_cast<const char*>(bytes.data), bytes.size);
  };
  return {view(page.unit), view(page.key), page.place};
}

// The returned status decides; the struct, which the connector wrote, only explains.
ConnectorError sanitized(ingest_status status, const ingest_error& error) {
  ConnectorError out;
  const bool known = status > INGEST_OK && status <= INGEST_E_TOO_LARGE;
  out.code = known ? status : INGEST_E_INTERNAL;
  const std::size_t size = ::strnlen(error.message, sizeof(error.message));
  out.message = plain_text(redactor().apply({error.message, size}), sizeof(error.message));
  if (out.message.empty()) out.message = "the connector gave no reason";
  if (!known) out.message += " (it returned the unknown status " + std::to_string(status) + ")";
  out.retry_after = std::chrono::milliseconds(std::min(error.retry_after_ms, kLongestRetryMs));
  out.vendor_code = error.vendor_code;
  return out;
}

}  // namespace

// The ingest_host of one instance.
class ConnectorInstance::Services {
 public:
  explicit Services(HostServices hooks) : hooks_(std::move(hooks)) {
    table_.struct_size = sizeof(table_);
    table_.abi_minor = INGEST_ABI_MINOR;
    table_.ctx = this;
    table_.name = "ingest";
    table_.version = INGEST_VERSION;
    table_.log_enabled = &Services::log_enabled;
    table_.log = &Services::log;
    table_.get_extension = &Services::get_extension;
  }
  const ingest_host* table() const noexcept { return &table_; }
  void call_ended(const ingest_call* call) noexcept {
    try {
      if (hooks_.call_ended) hooks_.call_ended(call);
    } catch (...) {  // as promised in HostServices
    }
  }

 private:
  static const HostServices& hooks(const ingest_host* host) noexcept {
    return static_cast<Services*>(host->ctx)->hooks_;
  }
  static std::int32_t log_enabled(const ingest_host* host, ingest_log_level level) noexcept try {
    beat();
    const HostServices& h = hooks(host);
    return h.log && (!h.log_enabled || h.log_enabled(known_level(level))) ? 1 : 0;
  } catch (...) {
    return 0;
  }
  static void log(const ingest_host* host, ingest_log_level level, ingest_text message) noexcept
      try {
    const InHost in_host(HostFunction::kLog);
    if (message.data == nullptr || log_enabled(host, level) == 0) return;
    const std::string_view text(static_cast<const char*>(message.data), message.size);
    hooks(host).log(known_level(level), plain_text(text, kLongestLogLine));
  } catch (...) {  // as promised in HostServices
  }
  static const void* get_extension(const ingest_host* host, const char* id) noexcept try {
    const InHost in_host(HostFunction::kExtension);
    const HostServices& h = hooks(host);
    if (id == nullptr || !h.extension) return nullptr;
    const std::size_t size = ::strnlen(id, kLongestExtensionId + 1);
    return size > kLongestExtensionId ? nullptr : h.extension({id, size});
  } catch (...) {
    return nullptr;
  }

  const HostServices hooks_;
  ingest_host table_{};
};

ConnectorInstance::ConnectorInstance(ConnectorLibrary& library, SecretString settings,
                                     HostServices services)
    : library_(library), services_(std::make_unique<Services>(std::move(services))) {
  ingest_error error = empty_error();
  const std::string_view text = settings.reveal();
  ObservedCall observed(ConnectorCall::kCreate);
  const ingest_status status =
      library.table().create(services_->table(), {text.data(), text.size()}, &instance_, &error);
  settings.wipe();
  observed.examine(library.id());
  if (status != INGEST_OK)
    throw failure_of(library.id(), "opening the connection", sanitized(status, error));
  if (instance_ == nullptr)
    throw Failure(ExitStatus::kConnector,
                  "connector " + library.id() + " broke the contract: create returned no instance",
                  "this is the connector's fault: tell its author, with the text above");
}

ConnectorInstance::~ConnectorInstance() {
  ObservedCall observed(ConnectorCall::kDestroy);
  library_.table().destroy(instance_);
  try {
    observed.examine(library_.id());
  } catch (const Failure& failure) {  // what there was to do is done
    log(LogLevel::kWarn, library_.id(), failure.what());
  }
}

template <class Records, class Call>
std::optional<ConnectorError> ConnectorInstance::run(ConnectorCall kind, const CallPlace& place,
                                                     const CallContext& context, Records& records,
                                                     Call&& call) {
  const CallAdapter adapter(context);
  ingest_error error = empty_error();
  ObservedCall observed(kind, place);  // until this returns, which is soon after
  const ingest_status status = call(adapter.table(), records.table(), &error);
  services_->call_ended(adapter.table());
  observed.examine(library_.id());
  records.rethrow();
  // A refusal ends the call, whatever the connector made of it, and the host knows best why.
  if (records.refusal() != INGEST_OK && (status == INGEST_OK || status == records.refusal()))
    return ConnectorError{records.refusal(), records.refusal_reason(), {}, 0};
  if (status == INGEST_OK) return std::nullopt;
  return sanitized(status, error);
}

std::optional<ConnectorError> ConnectorInstance::test_connection(const CallContext& context,
                                                                 RecordSink& sink) {
  SinkAdapter adapter(CallKind::kTest, library_.id(), sink);
  return run(ConnectorCall::kTestConnection, {}, context, adapter,
             [&](const ingest_call* call, const ingest_sink* records, ingest_error* error) {
               return library_.table().test_connection(instance_, call, records, error);
             });
}

std::optional<ConnectorError> ConnectorInstance::fetch(const CallContext& context,
                                                       RecordSink& sink) {
  SinkAdapter adapter(CallKind::kFetch, library_.id(), sink);
  return run(ConnectorCall::kFetch, {}, context, adapter,
             [&](const ingest_call* call, const ingest_sink* records, ingest_error* error) {
               return library_.table().fetch(instance_, call, records, error);
             });
}

std::optional<ConnectorError> ConnectorInstance::transform(const CallContext& context,
                                                           const ingest_record& page,
                                                           RecordSink& sink) {
  SinkAdapter adapter(CallKind::kTransform, library_.id(), sink);
  return run(ConnectorCall::kTransform, place_of(page), context, adapter,
             [&](const ingest_call* call, const ingest_sink* records, ingest_error* error) {
               return library_.table().transform(instance_, call, &page, records, error);
             });
}

// The connector owns the table, and nothing of it is believed but what it says to be there.
const ingest_rows* ConnectorInstance::rows_table() const noexcept {
  const ObservedCall observed(ConnectorCall::kGetExtension);
  const void* found = library_.table().get_extension(instance_, INGEST_EXT_ROWS);
  if (found == nullptr || reinterpret_cast<std::uintptr_t>(found) % alignof(ingest_rows) != 0)
    return nullptr;
  const auto* table = static_cast<const ingest_rows*>(found);
  return INGEST_HAS(table, ingest_rows, read) ? table : nullptr;
}

bool ConnectorInstance::offers_rows() const noexcept { return rows_table() != nullptr; }

std::optional<ConnectorError> ConnectorInstance::rows(const CallContext& context,
                                                      const ingest_record& page, RowSink& sink) {
  const ingest_rows* table = rows_table();
  if (table == nullptr)
    return ConnectorError{INGEST_E_UNSUPPORTED,
                          "the connector does not offer " INGEST_EXT_ROWS
                          ", so what its map sees of a page can't be shown",
                          {},
                          0};
  RowSinkAdapter adapter(library_.id(), page.rows, sink);
  std::optional<ConnectorError> error =
      run(ConnectorCall::kRows, place_of(page), context, adapter,
          [&](const ingest_call* call, const ingest_rows_sink* rows, ingest_error* why) {
            return table->read(instance_, call, &page, rows, why);
          });
  if (!error) adapter.check_end();
  return error;
}

}  // namespace ingest::host
