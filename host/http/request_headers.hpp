// request_headers.hpp - turns a connector's header lines into what libcurl sends. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "http/curl_handle.hpp"

namespace ingest::host::http {

inline constexpr size_t kMaxRequestHeaders = 256u << 10;  // bytes

struct RequestHeaders {
  CurlList list;               // null on refusal
  std::string correlation_id;  // empty when the connector gave its own
  std::string refusal;         // one sentence, no header value in it; empty: accepted
};

// Refuses names that are no tokens, values with control characters, and headers that belong to
// the transport or to the host (Host, Content-Length, User-Agent, ...).
RequestHeaders make_request_headers(std::string_view lines);

// A random (version 4) UUID.
std::string random_uuid();

}  // namespace ingest::host::http
