// connector.hpp - write a connector as a plain C++ class. Header only, C++17, no library.
//
//   class Acme {
//    public:
//     static const ingest_descriptor& descriptor();
//     Acme(const ingest::sdk::Host& host, std::string_view settings);   // throws Error
//     void test_connection(const ingest::sdk::Call&, const ingest::sdk::Sink&);
//     void fetch(const ingest::sdk::Call&, const ingest::sdk::FetchSink&);
//     void transform(const ingest::sdk::Call&, const ingest::sdk::Page&,
//                    const ingest::sdk::Sink&);
//   };
//   INGEST_CONNECTOR(Acme)
//
// The SDK owns the boundary: whatever the class throws becomes an ingest_error there, and
// only there. Throw ingest::sdk::Error to choose the status. An optional member function
// const void* extension(std::string_view id) noexcept offers extensions to the host, and an
// optional rows() what the transform map sees of a page (rows.hpp).
#pragma once

#include <ingest/connector.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace ingest::sdk {

// Empty for a NULL pointer.
inline std::string_view view(ingest_bytes b) noexcept {
  if (b.data == nullptr) return {};
  return {static_cast<const char*>(b.data), b.size};
}
inline ingest_bytes bytes(std::string_view s) noexcept { return {s.data(), s.size()}; }

// What connector code throws; it becomes an ingest_error at the boundary. The message is for
// operators: what was tried, on what, what came back. Never a credential.
class Error : public std::exception {
 public:
  Error(ingest_status code, std::string message, int vendor_code = 0, uint32_t retry_after_ms = 0)
      : code_(code),
        vendor_code_(vendor_code),
        retry_after_ms_(retry_after_ms),
        message_(std::move(message)) {}
  const char* what() const noexcept override { return message_.c_str(); }
  ingest_status code() const noexcept { return code_; }
  int vendor_code() const noexcept { return vendor_code_; }
  uint32_t retry_after_ms() const noexcept { return retry_after_ms_; }

 private:
  ingest_status code_;
  int vendor_code_;
  uint32_t retry_after_ms_;
  std::string message_;
};

// The host, for the life of an instance. Cheap to copy; thread-safe.
class Host {
 public:
  explicit Host(const ingest_host* host) noexcept : host_(host) {}

  // Ask before a message is put together that costs something.
  bool logs(ingest_log_level level) const noexcept {
    return INGEST_HAS(host_, ingest_host, log_enabled) && host_->log_enabled(host_, level) != 0;
  }
  void log(ingest_log_level level, std::string_view message) const noexcept {
    if (INGEST_HAS(host_, ingest_host, log)) host_->log(host_, level, bytes(message));
  }
  // NULL when the host lacks it.
  template <class Table>
  const Table* extension(const char* id) const noexcept {
    if (!INGEST_HAS(host_, ingest_host, get_extension)) return nullptr;
    return static_cast<const Table*>(host_->get_extension(host_, id));
  }

 private:
  const ingest_host* host_;
};

// One call of the host. Thread-safe during the call.
class Call {
 public:
  explicit Call(const ingest_call* call) noexcept : call_(call) {}
  const ingest_call* raw() const noexcept { return call_; }
  std::string_view run_id() const noexcept { return view(call_->run_id); }
  bool cancelled() const noexcept {
    return INGEST_HAS(call_, ingest_call, is_cancelled) && call_->is_cancelled(call_) != 0;
  }
  // Throws when the host wants out; call it at least once a second.
  void check() const {
    if (cancelled()) throw Error(INGEST_E_CANCELLED, "cancelled by the host");
  }
  // Until the host gives up; -1: no limit.
  int64_t remaining_ms() const noexcept {
    return INGEST_HAS(call_, ingest_call, remaining_ms) ? call_->remaining_ms(call_) : -1;
  }
  void progress(uint64_t done, uint64_t total, std::string_view note) const noexcept {
    if (INGEST_HAS(call_, ingest_call, progress)) {
      call_->progress(call_, done, total, bytes(note));
    }
  }

 private:
  const ingest_call* call_;
};

// A page as transform receives it; views are borrowed for the call.
class Page {
 public:
  explicit Page(const ingest_record* record) noexcept : record_(record) {}
  std::string_view media_type() const noexcept { return view(record_->type); }
  std::string_view unit() const noexcept { return view(record_->unit); }
  std::string_view key() const noexcept { return view(record_->key); }
  std::string_view body() const noexcept { return view(record_->payload); }
  std::string_view context() const noexcept { return view(record_->context); }
  uint64_t place() const noexcept { return record_->place; }
  uint64_t rows() const noexcept { return record_->rows; }
  int64_t observed_unix_ns() const noexcept { return record_->observed_unix_ns; }  // 0: unknown

 private:
  const ingest_record* record_;
};

// Where records go. A refusal of the host is thrown as an Error: let it pass.
class Sink {
 public:
  explicit Sink(const ingest_sink* sink) noexcept : sink_(sink) {}

  // kind is INGEST_RECORD_*, type the full name of the protobuf message in payload.
  void emit(uint32_t kind, std::string_view type, std::string_view payload) const {
    ingest_record record{};
    record.struct_size = sizeof(record);
    record.kind = kind;
    record.type = bytes(type);
    record.payload = bytes(payload);
    emit(record);
  }
  void emit(const ingest_record& record) const {
    if (!INGEST_HAS(sink_, ingest_sink, emit)) lacks("emit");
    expect(sink_->emit(sink_, &record), "the host stopped the stream");
  }

 protected:
  static void expect(ingest_status status, const char* what) {
    if (status != INGEST_OK) throw Error(status, what);
  }
  [[noreturn]] static void lacks(const char* function) {
    throw Error(INGEST_E_UNSUPPORTED, std::string("the host's sink takes no ") + function +
                                          " in this call; units belong to fetch");
  }
  const ingest_sink* sink_;
};

// A page on its way out of fetch.
struct PageOut {
  std::string_view unit;
  std::string_view key;         // for people: "results page 3"
  std::string_view media_type;  // "application/json"
  std::string_view body;
  std::string_view context;
  uint64_t place = 0;
  uint64_t rows = 0;
  int64_t observed_unix_ns = 0;
};

class FetchSink : public Sink {
 public:
  using Sink::emit;
  using Sink::Sink;

  // False: the host does not want the unit; fetch nothing of it and do not end it.
  bool begin_unit(std::string_view unit) const {
    if (!INGEST_HAS(sink_, ingest_sink, begin_unit)) lacks("begin_unit");
    ingest_unit_verdict verdict = INGEST_UNIT_WANTED;
    expect(sink_->begin_unit(sink_, bytes(unit), &verdict), "the host refused the unit");
    return verdict == INGEST_UNIT_WANTED;
  }
  void emit(const PageOut& page) const {
    ingest_record record{};
    record.struct_size = sizeof(record);
    record.kind = INGEST_RECORD_PAGE;
    record.type = bytes(page.media_type);
    record.unit = bytes(page.unit);
    record.key = bytes(page.key);
    record.payload = bytes(page.body);
    record.context = bytes(page.context);
    record.place = page.place;
    record.rows = page.rows;
    record.observed_unix_ns = page.observed_unix_ns;
    emit(record);
  }
  // report is a serialized ingest.v1.UnitReport.
  void end_unit(std::string_view unit, std::string_view report) const {
    if (!INGEST_HAS(sink_, ingest_sink, end_unit)) lacks("end_unit");
    expect(sink_->end_unit(sink_, bytes(unit), bytes(report)), "the host refused the unit's end");
  }
};

class RowSink;  // rows.hpp

}  // namespace ingest::sdk

#include <ingest/sdk/detail/table.hpp>

// Makes Class the connector of this library. Once a library, at namespace scope.
#define INGEST_CONNECTOR(Class)                                                           \
  extern "C" INGEST_EXPORT const ingest_connector* ingest_connector_entry_v1() noexcept { \
    return &ingest::sdk::detail::Table<Class>::table;                                     \
  }
