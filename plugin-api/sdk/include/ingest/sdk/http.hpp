// http.hpp - the host's HTTP client (ingest.http/1) for C++. Header only.
//
// Submit any number of requests, then take the answers in the order in which they arrive.
// For code that reads top to bottom there is perform(), one request at a time.
#pragma once

#include <ingest/ext/http.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ingest/sdk/connector.hpp"

namespace ingest::sdk {

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::string headers;  // "Name: value\n" lines
  std::string body;
  uint32_t flags = 0;  // INGEST_HTTP_*
  uint64_t tag = 0;
  uint64_t max_body = 0;
  uint32_t timeout_ms = 0;

  // A value with a line break (a token read from a file, newline included) would smuggle in
  // another header: it is refused, and not repeated in the message.
  void header(std::string_view name, std::string_view value) {
    constexpr std::string_view kBreaks("\r\n\0", 3);
    if (name.empty() || name.find_first_of(": \r\n\t") != std::string_view::npos)
      throw Error(INGEST_E_INTERNAL, "an HTTP header's name must be a token");
    if (value.find_first_of(kBreaks) != std::string_view::npos) {
      throw Error(INGEST_E_CONFIG, "the value of HTTP header " + std::string(name) +
                                       " holds a line break; remove it where the value comes from");
    }
    headers.append(name).append(": ").append(value).append("\n");
  }
};

// One ended request. Owns its place in the host: views are valid as long as it lives.
class HttpResponse {
 public:
  HttpResponse(const ingest_http* http, const ingest_http_response* response) noexcept
      : http_(http), response_(response) {}
  HttpResponse(HttpResponse&& other) noexcept
      : http_(other.http_), response_(std::exchange(other.response_, nullptr)) {}
  HttpResponse& operator=(HttpResponse&& other) noexcept {
    std::swap(http_, other.http_);
    std::swap(response_, other.response_);
    return *this;
  }
  HttpResponse(const HttpResponse&) = delete;
  HttpResponse& operator=(const HttpResponse&) = delete;
  ~HttpResponse() {
    if (response_ != nullptr) http_->release(http_, response_);
  }

  const ingest_http_response& raw() const noexcept { return *response_; }
  // A whole answer arrived, whatever its HTTP status.
  bool arrived() const noexcept { return response_->status == INGEST_OK; }
  ingest_status status() const noexcept { return response_->status; }
  int http_status() const noexcept { return response_->http_status; }
  int phase() const noexcept { return response_->phase; }
  uint64_t tag() const noexcept { return response_->tag; }
  std::string_view body() const noexcept { return view(response_->body); }
  std::string_view url() const noexcept { return view(response_->url); }
  std::string_view error() const noexcept { return view(response_->error); }
  std::string_view remote() const noexcept { return view(response_->remote); }
  std::string_view tls() const noexcept { return view(response_->tls); }
  // First value of a header; name in lower case. Empty when absent.
  std::string_view header(std::string_view name) const noexcept {
    std::string_view all = view(response_->headers);
    while (!all.empty()) {
      const size_t end = all.find('\n');
      std::string_view line = all.substr(0, end);
      all = end == std::string_view::npos ? std::string_view() : all.substr(end + 1);
      if (line.size() > name.size() && line.substr(0, name.size()) == name &&
          line[name.size()] == ':') {
        line.remove_prefix(name.size() + 1);
        while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
        return line;
      }
    }
    return {};
  }

 private:
  const ingest_http* http_;
  const ingest_http_response* response_;
};

class HttpClient {
 public:
  // Throws INGEST_E_UNSUPPORTED when the host offers no HTTP.
  explicit HttpClient(const Host& host) : http_(host.extension<ingest_http>(INGEST_EXT_HTTP)) {
    if (http_ == nullptr || !INGEST_HAS(http_, ingest_http, release))
      throw Error(INGEST_E_UNSUPPORTED, "this connector needs a host with " INGEST_EXT_HTTP);
  }

  uint32_t max_concurrency() const noexcept { return http_->max_concurrency; }

  void submit(const Call& call, const HttpRequest& request) const {
    submit(call, request, request.tag);
  }

  // Empty after timeout_ms (-1: never). Throws on cancellation, and when nothing is outstanding.
  std::optional<HttpResponse> next(const Call& call, int32_t timeout_ms = -1) const {
    const ingest_http_response* response = nullptr;
    ingest_error error = blank();
    const ingest_status status = http_->next(http_, call.raw(), timeout_ms, &response, &error);
    if (status == INGEST_E_TIMEOUT) return std::nullopt;
    expect(status, error);
    if (response == nullptr) throw Error(INGEST_E_INTERNAL, "the host gave no HTTP response");
    return HttpResponse(http_, response);
  }

  // One request from start to end. Only while no other request of this call is outstanding, but for
  // those of an earlier perform that threw: their answers are let go. The tag is perform's own.
  HttpResponse perform(const Call& call, const HttpRequest& request) const {
    static std::atomic<uint64_t> last{0};
    const uint64_t tag = kPerformTags | ++last;
    submit(call, request, tag);
    for (;;) {
      std::optional<HttpResponse> response = next(call);
      if (!response) throw Error(INGEST_E_TIMEOUT, "the host gave up on an HTTP request");
      if (response->tag() == tag) return std::move(*response);
    }
  }

 private:
  static constexpr uint64_t kPerformTags = uint64_t{1} << 63U;

  void submit(const Call& call, const HttpRequest& request, uint64_t tag) const {
    ingest_http_request raw{};
    raw.struct_size = sizeof(raw);
    raw.flags = request.flags;
    raw.method = bytes(request.method);
    raw.url = bytes(request.url);
    raw.headers = bytes(request.headers);
    raw.body = bytes(request.body);
    raw.tag = tag;
    raw.max_body = request.max_body;
    raw.timeout_ms = request.timeout_ms;
    ingest_error error = blank();
    expect(http_->submit(http_, call.raw(), &raw, &error), error);
  }
  static ingest_error blank() noexcept {
    ingest_error error{};
    error.struct_size = sizeof(error);
    return error;
  }
  static void expect(ingest_status status, const ingest_error& error) {
    if (status == INGEST_OK) return;
    const void* end = std::memchr(error.message, '\0', sizeof(error.message));
    const bool told = end != nullptr && error.message[0] != '\0';
    throw Error(status, told ? error.message : "the host refused an HTTP request",
                error.vendor_code, error.retry_after_ms);
  }
  const ingest_http* http_;
};

}  // namespace ingest::sdk
