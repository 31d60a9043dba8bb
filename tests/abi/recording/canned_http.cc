#include "canned_http.hpp"

#include <cstdio>
#include <utility>

#include "recording_host.hpp"

namespace abitest {

CannedAnswer unreachable() {
  CannedAnswer answer;
  answer.status = INGEST_E_UNAVAILABLE;
  answer.http_status = 0;
  answer.phase = INGEST_HTTP_PHASE_CONNECT;
  answer.headers.clear();
  answer.error = "connection refused";
  return answer;
}

CannedHttp::CannedHttp(Answer answer) : answer_(std::move(answer)) {
  table_.struct_size = sizeof(table_);
  table_.max_concurrency = 2;
  table_.ctx = this;
  table_.submit = [](const ingest_http* h, const ingest_call* call,
                     const ingest_http_request* request, ingest_error*) noexcept {
    return static_cast<CannedHttp*>(h->ctx)->submit(call, *request);
  };
  table_.next = [](const ingest_http* h, const ingest_call* call, std::int32_t,
                   const ingest_http_response** out, ingest_error* error) noexcept {
    return static_cast<CannedHttp*>(h->ctx)->next(call, out, error);
  };
  table_.release = [](const ingest_http* h, const ingest_http_response* response) noexcept {
    static_cast<CannedHttp*>(h->ctx)->release(response);
  };
}

std::vector<CannedRequest> CannedHttp::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

int CannedHttp::unreleased() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(held_.size());
}

ingest_status CannedHttp::submit(const ingest_call* call, const ingest_http_request& request) {
  const CannedRequest asked{copy(request.method), copy(request.url), copy(request.headers),
                            copy(request.body)};
  auto held = std::make_unique<Held>();
  held->answer = answer_(asked);
  held->url = asked.url;
  ingest_http_response& r = held->response;
  r.struct_size = sizeof(r);
  r.status = held->answer.status;
  r.tag = request.tag;
  r.http_status = held->answer.http_status;
  r.phase = held->answer.phase;
  r.attempts = 1;
  r.http_version = r.http_status == 0 ? 0 : 11;
  r.url = borrow(held->url);
  r.headers = borrow(held->answer.headers);
  r.body = borrow(held->answer.body);
  r.error = borrow(held->answer.error);
  const std::lock_guard lock(mutex_);
  requests_.push_back(asked);
  waiting_[call].push_back(std::move(held));
  return INGEST_OK;
}

ingest_status CannedHttp::next(const ingest_call* call, const ingest_http_response** out,
                               ingest_error* error) {
  const std::lock_guard lock(mutex_);
  if (next_times_ > 0) {
    --next_times_;
    if (next_status_ == INGEST_E_RATE_LIMITED) {
      error->vendor_code = 429;
      error->retry_after_ms = 2500;
      std::snprintf(error->message, sizeof(error->message), "the budget is spent");
    }
    return next_status_;
  }
  if (next_null_) return INGEST_OK;
  auto& queue = waiting_[call];
  if (queue.empty()) return INGEST_E_UNSUPPORTED;
  std::unique_ptr<Held> held = std::move(queue.front());
  queue.pop_front();
  *out = &held->response;
  held_[*out] = std::move(held);
  return INGEST_OK;
}

void CannedHttp::release(const ingest_http_response* response) {
  const std::lock_guard lock(mutex_);
  held_.erase(response);
}

}  // namespace abitest
