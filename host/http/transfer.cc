#include "http/transfer.hpp"

#include <algorithm>
#include <utility>

#include "http/backoff.hpp"
#include "http/json_end.hpp"
#include "http/tls_failure.hpp"
#include "http/transfer_callbacks.hpp"

namespace ingest::host::http {
namespace {

constexpr unsigned kMaxRedirects = 5;

uint64_t positive(int64_t value) { return value > 0 ? static_cast<uint64_t>(value) : 0; }

}  // namespace

void Transfer::begin_attempt(EasyHandle easy, const Wiring& wiring, Clock::time_point now) {
  easy_ = std::move(easy);
  if (attempts_++ == 0) first_start_ = now;
  start_ = now;
  redirects_ = 0;
  durations_ = {};
  verdict_ = {};
  target_ = *request_->target;
  set_up(wiring, now);
}

int64_t Transfer::mark(CURLINFO info) const {
  curl_off_t value = 0;
  return curl().easy_getinfo(easy(), info, &value) == CURLE_OK ? value : 0;
}

long Transfer::number(CURLINFO info) const {
  long value = 0;
  return curl().easy_getinfo(easy(), info, &value) == CURLE_OK ? value : 0;
}

Ending Transfer::ending(CURLcode code) const {
  Ending e;
  e.code = code;
  e.detail = words_.data();
  e.host = target_.host;
  e.authority = target_.authority();
  e.proxy = proxy_;
  e.proxy_tls = proxy_tls_;
  e.proxy_login = proxy_login_;
  e.has_certificate = has_certificate_;
  if (tls_) {
    e.names = tls_->names.empty() ? tls_->subject : tls_->names;
    e.tls_alert = tls_->alert;
    e.wants_certificate = tls_->wants_certificate;
  }
  e.resolved = mark(CURLINFO_NAMELOOKUP_TIME_T) > 0;
  e.shaking_hands = handshakes_ > (proxy_tls_ ? 1u : 0u);
  e.tunnel_status = number(CURLINFO_HTTP_CONNECTCODE);
  e.proxy_error = number(CURLINFO_PROXY_ERROR);
  e.os_error = number(CURLINFO_OS_ERRNO);
  e.verify_result = number(CURLINFO_SSL_VERIFYRESULT);
  e.ready = ready_;
  e.sent = positive(mark(CURLINFO_SIZE_UPLOAD_T)) >= request_->body.size();
  e.answering = answer_.started();
  e.too_large = answer_.too_large();
  // libcurl calls it that when a line grows beyond its bound of 100 KiB.
  if (code == CURLE_OUT_OF_MEMORY && ready_ && answer_.body().empty()) {
    e.too_large = "a line of its headers is longer than 100 KiB";
  }
  e.corrupt = answer_.corrupt();
  e.cut_short = answer_.cut_short();
  e.out_of_memory = out_of_memory_;
  e.received = answer_.body().size();
  e.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start_);
  return e;
}

void Transfer::add_durations() {
  const int64_t resolved = mark(CURLINFO_NAMELOOKUP_TIME_T);
  const int64_t connected = mark(CURLINFO_CONNECT_TIME_T);
  const int64_t shaken = mark(CURLINFO_APPCONNECT_TIME_T);
  const int64_t sending = mark(CURLINFO_PRETRANSFER_TIME_T);
  const int64_t answered = mark(CURLINFO_STARTTRANSFER_TIME_T);
  durations_.resolve += positive(resolved);
  if (connected > 0) durations_.connect += positive(connected - resolved);
  if (shaken > 0) durations_.tls += positive(shaken - connected);
  if (answered > 0) durations_.first_byte += positive(answered - sending);
}

void Transfer::end_exchange(CURLcode code) {
  add_durations();
  connections_ = number(CURLINFO_NUM_CONNECTS);
  bytes_sent_ = positive(number(CURLINFO_REQUEST_SIZE));
  bytes_received_ =
      positive(mark(CURLINFO_SIZE_DOWNLOAD_T)) + positive(number(CURLINFO_HEADER_SIZE));
  http_status_ = answer_.started() ? number(CURLINFO_RESPONSE_CODE) : 0;
  if (answer_.started()) {
    switch (number(CURLINFO_HTTP_VERSION)) {
      case CURL_HTTP_VERSION_1_0:
        http_version_ = 10;
        break;
      case CURL_HTTP_VERSION_1_1:
        http_version_ = 11;
        break;
      case CURL_HTTP_VERSION_2_0:
        http_version_ = 20;
        break;
      default:
        break;
    }
  }
  char* address = nullptr;
  if (curl().easy_getinfo(easy(), CURLINFO_PRIMARY_IP, &address) == CURLE_OK &&
      address != nullptr && *address != '\0') {
    char text[128] = {};
    format_endpoint(address, number(CURLINFO_PRIMARY_PORT), text, sizeof(text));
    remote_ = text;
  } else {
    remote_ = tried_;
  }
  const Ending end = ending(code);
  verdict_ = judge(end);
  if (verdict_.status != INGEST_OK) return;
  if (auto refused = certificate_demanded(end, http_status(), answer_.body())) {
    verdict_ = std::move(*refused);
  }
  check_json();
}

void Transfer::check_json() {
  const bool success = verdict_.status == INGEST_OK && http_status_ >= 200 && http_status_ < 300;
  if (success && request_->json() && json_breaks_off(answer_.body())) {
    verdict_ = broken_json(target_.authority(), answer_.body().size());
  }
}

AttemptOutcome Transfer::outcome(Clock::time_point now) const {
  return {verdict_.end, http_status(), answer_.headers(),
          std::chrono::duration_cast<std::chrono::milliseconds>(total(now))};
}

std::string Transfer::unresolved_name() const {
  if (proxy_.empty()) return target_.host;
  return proxy_.substr(0, proxy_.rfind(':'));
}

void Transfer::conclude(const std::string& why_final, Clock::time_point now) {
  std::string note;
  if (attempts_ > 1) {
    note = std::to_string(attempts_) + " attempts in " +
           in_words(std::chrono::duration_cast<std::chrono::milliseconds>(total(now)));
  }
  if (!why_final.empty()) note += (note.empty() ? "not repeated: " : "; ") + why_final;
  if (note.empty()) return;
  verdict_.sentence += (verdict_.sentence.empty() ? "" : "; ") + note;
}

bool Transfer::follow_redirect(const Wiring& wiring, Clock::time_point now) {
  if (verdict_.status != INGEST_OK || redirects_ >= kMaxRedirects) return false;
  const bool keeps_method = http_status_ == 307 || http_status_ == 308;
  const bool plain = request_->method == "GET" || request_->method == "HEAD";
  const bool moved = http_status_ == 301 || http_status_ == 302 || http_status_ == 303;
  if (!keeps_method && !(moved && plain)) return false;
  auto next = redirect_target(target_, find_header(answer_.headers(), "location"));
  if (!next) return false;
  ++redirects_;
  target_ = std::move(*next);
  set_up(wiring, now);
  return true;
}

std::chrono::microseconds Transfer::total(Clock::time_point now) const {
  if (attempts_ == 0) return std::chrono::microseconds::zero();
  return std::chrono::duration_cast<std::chrono::microseconds>(now - first_start_);
}

void Transfer::deliver(BodyMemory& memory, Clock::time_point now) {
  request_->queue->deliver(make_response(memory, now));
  delivered_ = true;
}

std::unique_ptr<Response> Transfer::make_response(BodyMemory& memory, Clock::time_point now) {
  auto response = std::make_unique<Response>();
  ingest_http_response& table = response->table;
  table.status = verdict_.status;
  table.tag = request_->tag;
  table.http_status = http_status();
  table.phase = verdict_.phase;
  table.attempts = std::max(1u, attempts_);
  table.http_version = http_version_;
  table.resolve_us = durations_.resolve;
  table.connect_us = durations_.connect;
  table.tls_us = durations_.tls;
  table.first_byte_us = durations_.first_byte;
  table.total_us = positive(total(now).count());
  response->url = target_.url;
  response->headers = answer_.take_headers();
  response->error = verdict_.sentence;
  response->remote = remote_;
  if (tls_) response->tls = tls_->text();
  // Of a broken answer nothing is handed on: half a page must not pass for a page.
  if (verdict_.status == INGEST_OK) {
    response->body = memory.keep(answer_.take_body());
  }
  return response;
}

}  // namespace ingest::host::http
