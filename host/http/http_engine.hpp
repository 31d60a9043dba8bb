// http_engine.hpp - the host's HTTP client, ingest.http/1 for the connectors of one connection.
//
// One thread runs one curl multi handle: pooled connections, HTTP/2 where TLS offers it, at most
// max_concurrency requests in flight. Every function here is thread-safe. The engine outlives
// every call that uses its table; destroying it drops what is in flight.
//
//   HttpEngine http(settings, [&](ingest_log_level level, const std::string& line) {...});
//   {
//     HttpCallScope scope(http, &call);   // around each connector call that may use HTTP
//     connector->fetch(instance, &call, &sink, &error);
//   }
//
// Secrets: no header and no body is ever logged; the query of a sensitive request's URL neither.
#pragma once

#include <ingest/ext/http.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "http/http_settings.hpp"
#include "http/http_stats.hpp"
#include "http/http_trace.hpp"
#include "http/retry_policy.hpp"

namespace ingest::host {

class HttpEngine {
 public:
  // Without a policy nothing is repeated. Throws Failure (kConfig) when a file or the proxy of the
  // settings cannot be used.
  explicit HttpEngine(HttpSettings settings, HttpTrace trace = {},
                      std::unique_ptr<RetryPolicy> retries = nullptr);
  ~HttpEngine();
  HttpEngine(const HttpEngine&) = delete;
  HttpEngine& operator=(const HttpEngine&) = delete;

  // What get_extension(INGEST_EXT_HTTP) answers; valid as long as the engine.
  const ingest_http* table() const noexcept;

  HttpStats stats() const;

  // The call has returned: drops its outstanding requests and frees its unreleased responses.
  void forget(const ingest_call* call) noexcept;

  // When [data, data + size) lies inside the body of a response that is not yet released, that
  // body, so that it can outlive the release without a copy. Otherwise null.
  std::shared_ptr<const std::string> share_body(const void* data, size_t size) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// Forgets a call when the scope ends.
class HttpCallScope {
 public:
  HttpCallScope(HttpEngine& engine, const ingest_call* call) noexcept
      : engine_(engine), call_(call) {}
  ~HttpCallScope() { engine_.forget(call_); }
  HttpCallScope(const HttpCallScope&) = delete;
  HttpCallScope& operator=(const HttpCallScope&) = delete;

 private:
  HttpEngine& engine_;
  const ingest_call* call_;
};

}  // namespace ingest::host
