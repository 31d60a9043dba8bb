// canned_http.cc - see canned_http.hpp.
#include "conformance/canned_http.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

#include "http/request.hpp"

namespace ingest::host::conformance {
namespace {

using Clock = std::chrono::steady_clock;

// Enough for any list that somebody writes into a check file; a connector that asks on for ever
// must come to an end.
constexpr std::uint64_t kMostRequests = 5000;
constexpr std::size_t kMostRemembered = 200;
constexpr std::chrono::milliseconds kPause{2};

ingest_status report(ingest_error* error, ingest_status code, const char* message) noexcept {
  if (error != nullptr) {
    error->code = code;
    std::snprintf(error->message, sizeof(error->message), "%s", message);
  }
  return code;
}

std::string copied(ingest_bytes bytes) {
  return bytes.size == 0 || bytes.data == nullptr
             ? std::string()
             : std::string(static_cast<const char*>(bytes.data), bytes.size);
}

void remember(std::vector<std::string>& list, const std::string& text) {
  if (list.size() < kMostRemembered && std::find(list.begin(), list.end(), text) == list.end())
    list.push_back(text);
}

Answer refused(const std::string& why) {
  Answer answer;
  answer.status = INGEST_E_CONFIG;
  answer.http_status = 0;
  answer.phase = INGEST_HTTP_PHASE_START;
  answer.error = why;
  return answer;
}

}  // namespace

struct CannedHttp::Held {
  explicit Held(HostAge age) : response(age) {}
  Answer answer;
  std::string url;
  std::string remote;
  HostTable<ingest_http_response> response;
  std::deque<GuardedBytes> guarded;

  ingest_text view(const std::string& text, AnswerMemory memory) {
    switch (memory) {
      case AnswerMemory::kPlain:
        return {text.data(), text.size()};
      case AnswerMemory::kGoes:
        return {guarded.emplace_back(std::string_view(text.c_str(), text.size() + 1)).data(),
                text.size()};
      case AnswerMemory::kExact:
        return guarded.emplace_back(text).view();
    }
    return {};
  }
};

CannedHttp::CannedHttp(std::unique_ptr<Source> source, HostAge age)
    : age_(age), table_(age), source_(std::move(source)) {
  table_->max_concurrency = 4;
  table_->ctx = this;
  table_->submit = &CannedHttp::submit;
  table_->next = &CannedHttp::next;
  table_->release = &CannedHttp::release;
}

CannedHttp::~CannedHttp() = default;

CannedHttp& CannedHttp::self(const ingest_http* http) noexcept {
  return *static_cast<CannedHttp*>(http->ctx);
}

CannedHttp::Counts CannedHttp::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

ingest_status CannedHttp::submit(const ingest_http* http, const ingest_call* call,
                                 const ingest_http_request* request, ingest_error* error) noexcept
    try {
  if (call == nullptr || request == nullptr || request->struct_size < sizeof(ingest_http_request)) {
    const std::lock_guard lock(self(http).mutex_);
    remember(self(http).counts_.refusals, "submit without a call, a request or its struct_size");
    return report(error, INGEST_E_INTERNAL, "submit without a call, a request or its struct_size");
  }
  self(http).answer(call, *request);
  return INGEST_OK;
} catch (...) {
  return report(error, INGEST_E_INTERNAL, "the check ran out of memory");
}

void CannedHttp::answer(const ingest_call* call, const ingest_http_request& raw) {
  Request request;
  request.method = raw.method.size == 0 ? "GET" : copied(raw.method);
  request.url = copied(raw.url);
  request.headers = copied(raw.headers);
  request.body = copied(raw.body);
  request.flags = raw.flags;
  request.max_body = raw.max_body;
  const std::string refusal = http::copy_request(raw, nullptr)->refusal;

  const std::lock_guard lock(mutex_);
  if (ended_.count(call) != 0) ++counts_.after_call;
  Queue& queue = queues_[call];
  if (queue.requests++ == 0) source_->call_begins();
  ++counts_.requests;
  if (queue.requests > kMostRequests) counts_.exhausted = true;
  if (!refusal.empty()) remember(counts_.refusals, refusal);
  if ((raw.flags & INGEST_HTTP_SENSITIVE) == 0) remember(counts_.urls, request.url);

  auto held = std::make_unique<Held>(age_);
  held->url = request.url;
  held->remote = "192.0.2.1:443";
  held->answer = refusal.empty() ? source_->answer(request) : refused(refusal);
  if (queue.requests > kMostRequests)
    held->answer = refused("the check answers no more than 5000 requests in a call");
  Answer& a = held->answer;
  if (request.max_body != 0 && a.body.size() > request.max_body) {
    a.status = INGEST_E_TOO_LARGE;
    a.error =
        "the answer is larger than the " + std::to_string(request.max_body) + " bytes allowed";
    a.body.clear();
  }
  ingest_http_response& r = *held->response.get();
  r.status = a.status;
  r.tag = raw.tag;
  r.http_status = a.http_status;
  r.phase = a.phase;
  r.attempts = 1;
  r.http_version = a.http_status == 0 ? 0 : 11;
  r.url = held->view(held->url, memory_);
  r.headers = held->view(a.headers, memory_);
  r.body = held->view(a.body, memory_);
  r.error = held->view(a.error, memory_);
  r.remote = held->view(held->remote, memory_);
  r.total_us = 1000;
  queue.waiting.push_back(std::move(held));
}

// Null: nothing that has ended. outstanding: something may still end.
std::unique_ptr<CannedHttp::Held> CannedHttp::take(const ingest_call* call, bool& outstanding) {
  const std::lock_guard lock(mutex_);
  if (ended_.count(call) != 0) ++counts_.after_call;
  auto& waiting = queues_[call].waiting;
  outstanding = !waiting.empty();
  const auto ended = [](const auto& held) { return !held->answer.never; };
  auto found = std::find_if(waiting.begin(), waiting.end(), ended);
  if (found == waiting.end()) return nullptr;
  if (order_ == AnswerOrder::kLastFirst)
    found = std::prev(std::find_if(waiting.rbegin(), waiting.rend(), ended).base());
  std::unique_ptr<Held> held = std::move(*found);
  waiting.erase(found);
  return held;
}

ingest_status CannedHttp::next(const ingest_http* http, const ingest_call* call,
                               std::int32_t timeout_ms, const ingest_http_response** out,
                               ingest_error* error) noexcept try {
  CannedHttp& me = self(http);
  if (call == nullptr || out == nullptr)
    return report(error, INGEST_E_INTERNAL, "next without a call or a place for the response");
  *out = nullptr;
  if (me.next_status_ != INGEST_OK)
    return report(error, me.next_status_, "the host says no, for a reason of its own");
  const Clock::time_point end = Clock::now() + std::chrono::milliseconds(timeout_ms);
  for (;;) {
    bool outstanding = false;
    if (call->is_cancelled(call) != 0)
      return report(error, INGEST_E_CANCELLED, "cancelled by the host");
    if (std::unique_ptr<Held> held = me.take(call, outstanding); held != nullptr) {
      *out = held->response.get();
      const std::lock_guard lock(me.mutex_);
      me.held_.emplace(*out, std::pair(call, std::move(held)));
      return INGEST_OK;
    }
    if (!outstanding) return report(error, INGEST_E_UNSUPPORTED, "nothing is outstanding");
    if (timeout_ms >= 0 && Clock::now() >= end)
      return report(error, INGEST_E_TIMEOUT, "no request ended in the time given");
    std::this_thread::sleep_for(kPause);
  }
} catch (...) {
  return report(error, INGEST_E_INTERNAL, "the check ran out of memory");
}

void CannedHttp::release(const ingest_http* http, const ingest_http_response* response) noexcept {
  CannedHttp& me = self(http);
  const std::lock_guard lock(me.mutex_);
  if (me.held_.erase(response) == 0) ++me.counts_.released_twice;
}

std::size_t CannedHttp::end_call(const ingest_call* call) {
  const std::lock_guard lock(mutex_);
  ended_.insert(call);
  queues_.erase(call);
  return std::erase_if(held_, [call](const auto& entry) { return entry.second.first == call; });
}

}  // namespace ingest::host::conformance
