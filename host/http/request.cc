#include "http/request.hpp"

#include <string_view>
#include <utility>

namespace ingest::host::http {
namespace {

constexpr size_t kMaxRequestBody = 64u << 20;  // bytes

std::string_view text(ingest_bytes bytes) {
  return {static_cast<const char*>(bytes.data), bytes.size};
}

bool is_method(std::string_view method) {
  for (const char c : method) {
    if ((c < 'A' || c > 'Z') && c != '-') return false;
  }
  return !method.empty() && method.size() <= 32 && method != "CONNECT" && method != "TRACE";
}

}  // namespace

std::string Request::shown_url() const {
  if (!target) return "(refused URL)";
  return sensitive() ? target->without_query() : target->url;
}

std::unique_ptr<Request> copy_request(const ingest_http_request& raw,
                                      std::shared_ptr<CallQueue> queue) {
  auto request = std::make_unique<Request>();
  request->queue = std::move(queue);
  request->flags = raw.flags;
  request->tag = raw.tag;
  request->max_body = raw.max_body;
  request->timeout_ms = raw.timeout_ms;
  request->target = parse_target(text(raw.url), request->refusal);
  if (!request->target) return request;
  if (request->connect_only()) {  // only the URL counts
    request->method = "CONNECT-ONLY";
    return request;
  }
  request->method = raw.method.size == 0 ? "GET" : std::string(text(raw.method));
  if (!is_method(request->method)) {
    request->method = "?";
    request->refusal = "refused a request method that is not one of GET, POST, PUT, ...";
    return request;
  }
  if (raw.body.size > kMaxRequestBody) {
    request->refusal = "refused a request body of " + std::to_string(raw.body.size) +
                       " bytes; the limit is " + std::to_string(kMaxRequestBody);
    return request;
  }
  request->headers = make_request_headers(text(raw.headers));
  request->refusal = request->headers.refusal;
  if (request->refusal.empty()) request->body = text(raw.body);
  return request;
}

}  // namespace ingest::host::http
