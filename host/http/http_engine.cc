#include "http/http_engine.hpp"

#include <algorithm>
#include <cstring>
#include <exception>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>

#include "diagnostics/pulse.hpp"
#include "http/call_queue.hpp"
#include "http/request.hpp"
#include "http/response_store.hpp"
#include "http/transfer_loop.hpp"

namespace ingest::host {
namespace {

ingest_status report(ingest_error* error, ingest_status code, std::string_view message) noexcept {
  if (error != nullptr) {
    error->code = code;
    const size_t size = std::min<size_t>(message.size(), INGEST_ERROR_MESSAGE_MAX - 1);
    std::memcpy(error->message, message.data(), size);
    error->message[size] = '\0';
  }
  return code;
}

bool is_sound(ingest_bytes bytes) { return bytes.data != nullptr || bytes.size == 0; }

// A connector that fills the request wrongly is broken, not unlucky.
const char* misuse(const ingest_call* call, const ingest_http_request* request) {
  if (call == nullptr) return "submit without a call";
  if (request == nullptr) return "submit without a request";
  if (request->struct_size < sizeof(ingest_http_request)) {
    return "a request whose struct_size is too small for ingest.http/1";
  }
  if (!is_sound(request->method) || !is_sound(request->url) || !is_sound(request->headers) ||
      !is_sound(request->body)) {
    return "a request with a null pointer and a size";
  }
  return nullptr;
}

}  // namespace

class HttpEngine::Impl {
 public:
  Impl(HttpSettings settings, HttpTrace trace, std::unique_ptr<RetryPolicy> retries)
      : loop_(std::move(settings), std::move(trace), std::move(retries)) {}

  ~Impl() {
    for (const auto& [call, queue] : queues_) queue->close();
  }

  void set_table(unsigned max_concurrency) {
    table_.struct_size = sizeof(table_);
    table_.max_concurrency = std::max(1u, max_concurrency);
    table_.ctx = this;
    table_.submit = &Impl::submit;
    table_.next = &Impl::next;
    table_.release = &Impl::release;
  }
  const ingest_http* table() const { return &table_; }
  HttpStats stats() const { return loop_.stats(); }
  const http::ResponseStore& store() const { return store_; }

  void forget(const ingest_call* call) noexcept {
    std::shared_ptr<http::CallQueue> queue;
    {
      const std::lock_guard lock(mutex_);
      const auto found = queues_.find(call);
      if (found == queues_.end()) return;
      queue = std::move(found->second);
      queues_.erase(found);
    }
    queue->close();
    store_.release_all(queue.get());
    loop_.drop_closed();
  }

 private:
  static Impl& self(const ingest_http* http) { return *static_cast<Impl*>(http->ctx); }

  static ingest_status submit(const ingest_http* http, const ingest_call* call,
                              const ingest_http_request* request, ingest_error* error) noexcept {
    const InHost in_host(HostFunction::kSubmit);
    const char* wrong = misuse(call, request);
    if (wrong != nullptr) return report(error, INGEST_E_INTERNAL, wrong);
    try {
      Impl& impl = self(http);
      auto queue = impl.queue_of(call, true);
      auto copy = http::copy_request(*request, queue);
      if (!queue->expect_one()) {
        return report(error, INGEST_E_TOO_LARGE,
                      "refused a request: " + std::to_string(http::CallQueue::kMaxOutstanding) +
                          " of this call are outstanding; take some answers first");
      }
      impl.loop_.submit(std::move(copy));
      return INGEST_OK;
    } catch (const std::exception& problem) {
      return report(error, INGEST_E_INTERNAL, problem.what());
    }
  }

  static ingest_status next(const ingest_http* http, const ingest_call* call, int32_t timeout_ms,
                            const ingest_http_response** out, ingest_error* error) noexcept {
    const InHost in_host(HostFunction::kNext);
    if (call == nullptr || out == nullptr) {
      return report(error, INGEST_E_INTERNAL, "next without a call or a place for the response");
    }
    *out = nullptr;
    try {
      return self(http).take(call, std::chrono::milliseconds(timeout_ms), out, error);
    } catch (const std::exception& problem) {
      return report(error, INGEST_E_INTERNAL, problem.what());
    }
  }

  ingest_status take(const ingest_call* call, std::chrono::milliseconds timeout,
                     const ingest_http_response** out, ingest_error* error) {
    using Taken = http::CallQueue::Taken;
    const auto queue = queue_of(call, false);
    std::unique_ptr<http::Response> response;
    Taken taken = Taken::kNothing;
    if (queue) {
      const bool was_backed_up = queue->backed_up();
      taken = queue->take(
          timeout,
          [&] {
            loop_.answer_awaited();
            return call->is_cancelled(call) != 0;
          },
          response);
      if (was_backed_up) loop_.wake();
    }
    switch (taken) {
      case Taken::kResponse:
        *out = store_.keep(std::move(response), queue.get());
        return INGEST_OK;
      case Taken::kTimeout:
        return report(error, INGEST_E_TIMEOUT, "no request ended in the time given");
      case Taken::kCancelled:
        return report(error, INGEST_E_CANCELLED, "cancelled by the host");
      case Taken::kNothing:
        break;
    }
    return report(error, INGEST_E_UNSUPPORTED, "next was called with nothing outstanding");
  }

  static void release(const ingest_http* http, const ingest_http_response* response) noexcept {
    const InHost in_host(HostFunction::kRelease);
    if (response == nullptr) return;
    Impl& impl = self(http);
    const http::CallQueue* owner = impl.store_.release(response);
    const std::lock_guard lock(impl.mutex_);
    for (const auto& [call, queue] : impl.queues_)
      if (queue.get() == owner) queue->release_one();
  }

  std::shared_ptr<http::CallQueue> queue_of(const ingest_call* call, bool create) {
    const std::lock_guard lock(mutex_);
    const auto found = queues_.find(call);
    if (found != queues_.end()) return found->second;
    if (!create) return nullptr;
    return queues_.emplace(call, std::make_shared<http::CallQueue>()).first->second;
  }

  ingest_http table_{};
  std::mutex mutex_;
  std::map<const ingest_call*, std::shared_ptr<http::CallQueue>> queues_;
  http::ResponseStore store_;
  http::TransferLoop loop_;  // last: its thread delivers to the queues
};

HttpEngine::HttpEngine(HttpSettings settings, HttpTrace trace,
                       std::unique_ptr<RetryPolicy> retries) {
  const unsigned max_concurrency = settings.max_concurrency;
  impl_ = std::make_unique<Impl>(std::move(settings), std::move(trace), std::move(retries));
  impl_->set_table(max_concurrency);
}

HttpEngine::~HttpEngine() = default;

const ingest_http* HttpEngine::table() const noexcept { return impl_->table(); }
HttpStats HttpEngine::stats() const { return impl_->stats(); }
void HttpEngine::forget(const ingest_call* call) noexcept { impl_->forget(call); }
std::shared_ptr<const std::string> HttpEngine::share_body(const void* data, size_t size) const {
  return impl_->store().share_body(data, size);
}

}  // namespace ingest::host
