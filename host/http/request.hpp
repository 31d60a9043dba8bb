// request.hpp - one submitted request: the host's own, checked copy. Made on the connector's
// thread, then owned by the engine's.
#pragma once

#include <ingest/ext/http.h>

#include <memory>
#include <optional>
#include <string>

#include "http/call_queue.hpp"
#include "http/request_headers.hpp"
#include "http/target_url.hpp"

namespace ingest::host::http {

struct Request {
  std::shared_ptr<CallQueue> queue;  // where the answer goes
  uint32_t flags = 0;
  std::string method;
  std::optional<TargetUrl> target;
  RequestHeaders headers;
  std::string body;
  uint64_t tag = 0;
  uint64_t max_body = 0;    // 0: the connection's
  uint32_t timeout_ms = 0;  // 0: the connection's
  std::string refusal;      // why it is not tried; empty: it is

  bool sensitive() const { return (flags & INGEST_HTTP_SENSITIVE) != 0; }
  bool connect_only() const { return (flags & INGEST_HTTP_CONNECT_ONLY) != 0; }
  bool json() const { return (flags & INGEST_HTTP_JSON) != 0; }
  bool may_repeat() const { return (flags & INGEST_HTTP_NO_RETRY) == 0; }
  // The URL as a log may show it.
  std::string shown_url() const;
};

// Copies and checks. What a request says wrongly becomes its refusal, which the connector gets as
// the answer.
std::unique_ptr<Request> copy_request(const ingest_http_request& raw,
                                      std::shared_ptr<CallQueue> queue);

}  // namespace ingest::host::http
