// instance.cc - see instance.hpp.
#include "conformance/instance.hpp"

#include <cstring>
#include <utility>

#include "diagnostics/plain_text.hpp"

namespace ingest::host::conformance {
namespace {

std::string_view message_of(const ingest_error& error) {
  return {error.message, ::strnlen(error.message, sizeof(error.message))};
}

}  // namespace

std::string status_shown(ingest_status status) {
  static constexpr const char* kNames[] = {"INGEST_OK",
                                           "INGEST_E_CONFIG",
                                           "INGEST_E_AUTH",
                                           "INGEST_E_FORBIDDEN",
                                           "INGEST_E_RATE_LIMITED",
                                           "INGEST_E_UNAVAILABLE",
                                           "INGEST_E_TIMEOUT",
                                           "INGEST_E_CANCELLED",
                                           "INGEST_E_BAD_DATA",
                                           "INGEST_E_UNSUPPORTED",
                                           "INGEST_E_INTERNAL",
                                           "INGEST_E_TOO_LARGE"};
  if (status >= 0 && status <= INGEST_E_TOO_LARGE) return kNames[status];
  return "status " + std::to_string(status);
}

std::string CallEnd::message() const { return plain_text(message_of(error), 200); }

std::string CallEnd::shown() const {
  std::string text = status_shown(status);
  if (status != INGEST_OK) text += message().empty() ? ", no message" : ": \"" + message() + "\"";
  return text;
}

std::string fault_of_error(const CallEnd& end) {
  if (end.ok()) return {};
  const std::string_view message = message_of(end.error);
  if (end.status < 0 || end.status > INGEST_E_TOO_LARGE)
    return "returned " + status_shown(end.status) + ", which no ABI 1 host knows";
  if (message.size() == sizeof(end.error.message))
    return "filled all " + std::to_string(message.size()) + " bytes of error.message, with no NUL";
  if (message.empty()) return "returned " + status_shown(end.status) + " and gave no message";
  if (!is_utf8(message)) return "gave a message that is not UTF-8: \"" + end.message() + "\"";
  if (end.error.code != end.status)
    return "returned " + status_shown(end.status) + ", and error.code says " +
           status_shown(end.error.code);
  return {};
}

template <class Call>
CallEnd Instance::timed(Call&& call) const {
  CallEnd end;
  HostTable<ingest_error> error(age_);
  const auto start = std::chrono::steady_clock::now();
  end.status = std::forward<Call>(call)(without_error_ ? nullptr : error.get());
  end.took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  std::memcpy(&end.error, error.get(), kOldestSize<ingest_error>);
  return end;
}

Instance::Instance(const ingest_connector& table, CheckHost& host, ingest_text settings,
                   HostAge age, bool without_error)
    : table_(table), host_(host), age_(age), without_error_(without_error) {
  created_ = timed([&](ingest_error* error) {
    return table_.create(host_.table(), settings, &instance_, error);
  });
}

void Instance::destroy() noexcept {
  // What create left behind when it failed is not the host's to destroy.
  if (instance_ != nullptr && created_.ok()) table_.destroy(std::exchange(instance_, nullptr));
  host_.end();
}

CallEnd Instance::test(CheckCall& call, CheckSink& sink) {
  CallEnd end = timed([&](ingest_error* error) {
    return table_.test_connection(instance_, call.table(), sink.table(), error);
  });
  call.end();
  sink.end();
  return end;
}

CallEnd Instance::fetch(CheckCall& call, CheckSink& sink) {
  CallEnd end = timed([&](ingest_error* error) {
    return table_.fetch(instance_, call.table(), sink.table(), error);
  });
  call.end();
  sink.end();
  return end;
}

CallEnd Instance::transform(CheckCall& call, const ingest_record& page, CheckSink& sink) {
  CallEnd end = timed([&](ingest_error* error) {
    return table_.transform(instance_, call.table(), &page, sink.table(), error);
  });
  call.end();
  sink.end();
  return end;
}

const void* Instance::extension(const char* id) { return table_.get_extension(instance_, id); }

}  // namespace ingest::host::conformance
