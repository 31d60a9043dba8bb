// http_client.hpp - the connector's side for the tests: a call, a request, and an answer copied out
// of the table before it is released.
#pragma once

#include <ingest/ext/http.h>

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

#include "http/http_engine.hpp"

namespace ingest::test {

class FakeCall {
 public:
  FakeCall() {
    call_.struct_size = sizeof(call_);
    call_.ctx = this;
    call_.is_cancelled = [](const ingest_call* call) noexcept -> int32_t {
      return static_cast<const FakeCall*>(call->ctx)->cancelled ? 1 : 0;
    };
    call_.remaining_ms = [](const ingest_call*) noexcept -> int64_t { return -1; };
    call_.progress = [](const ingest_call*, uint64_t, uint64_t, ingest_text) noexcept {};
  }
  const ingest_call* get() const { return &call_; }
  std::atomic<bool> cancelled{false};

 private:
  ingest_call call_{};
};

struct Ask {
  std::string url = {};
  std::string method = {};
  std::string headers = {};
  std::string body = {};
  uint32_t flags = 0;
  uint64_t tag = 0;
  uint64_t max_body = 0;
  uint32_t timeout_ms = 0;
};

struct Got {
  ingest_status status = INGEST_E_INTERNAL;
  uint64_t tag = 0;
  int http_status = 0;
  int phase = 0;
  unsigned attempts = 0;
  int http_version = 0;
  std::string url, headers, body, error, remote, tls;
  uint64_t resolve_us = 0, connect_us = 0, tls_us = 0, first_byte_us = 0, total_us = 0;
};

inline std::string text(ingest_bytes bytes) {
  return {static_cast<const char*>(bytes.data), bytes.size};
}

class Client {
 public:
  explicit Client(const host::HttpEngine& engine) : http_(engine.table()) {}

  ingest_status submit(const FakeCall& call, const Ask& ask) const {
    ingest_http_request raw{};
    raw.struct_size = sizeof(raw);
    raw.flags = ask.flags;
    raw.method = view(ask.method);
    raw.url = view(ask.url);
    raw.headers = view(ask.headers);
    raw.body = view(ask.body);
    raw.tag = ask.tag;
    raw.max_body = ask.max_body;
    raw.timeout_ms = ask.timeout_ms;
    ingest_error error{};
    error.struct_size = sizeof(error);
    return http_->submit(http_, call.get(), &raw, &error);
  }
  ingest_status next(const FakeCall& call, const ingest_http_response** out,
                     int32_t timeout_ms = 20000) const {
    ingest_error error{};
    error.struct_size = sizeof(error);
    return http_->next(http_, call.get(), timeout_ms, out, &error);
  }
  void release(const ingest_http_response* response) const { http_->release(http_, response); }

  Got take(const FakeCall& call) const {
    const ingest_http_response* r = nullptr;
    Got got;
    got.status = next(call, &r);
    if (r == nullptr) return got;
    got = {r->status,        r->tag,       r->http_status,   r->phase,      r->attempts,
           r->http_version,  text(r->url), text(r->headers), text(r->body), text(r->error),
           text(r->remote),  text(r->tls), r->resolve_us,    r->connect_us, r->tls_us,
           r->first_byte_us, r->total_us};
    release(r);
    return got;
  }
  Got perform(const FakeCall& call, const Ask& ask) const {
    const ingest_status status = submit(call, ask);
    if (status == INGEST_OK) return take(call);
    Got refused;
    refused.status = status;
    return refused;
  }

 private:
  static ingest_bytes view(const std::string& s) { return {s.data(), s.size()}; }
  const ingest_http* http_;
};

// One request on an engine of its own.
inline Got fetch(const Ask& ask, host::HttpSettings settings = {}) {
  host::HttpEngine engine(std::move(settings));
  FakeCall call;
  host::HttpCallScope scope(engine, call.get());
  return Client(engine).perform(call, ask);
}

inline std::chrono::milliseconds since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               start);
}

}  // namespace ingest::test
