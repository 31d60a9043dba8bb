#include "scripted_host.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include "ingest/v1/source_page.pb.h"

namespace ingest::test {
namespace {

std::string text(ingest_bytes b) { return std::string(sdk::view(b)); }

std::string decoded(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out.push_back(static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16)));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

}  // namespace

struct ScriptedHost::Held {
  ingest_http_response response{};
  Answer answer;
  std::string url;
};

struct Tables {
  static ScriptedHost* self(const ingest_http* http) {
    return static_cast<ScriptedHost*>(http->ctx);
  }
  static ingest_status submit(const ingest_http* http, const ingest_call*,
                              const ingest_http_request* request, ingest_error*) noexcept {
    return self(http)->submit(*request);
  }
  static ingest_status next(const ingest_http* http, const ingest_call*, int32_t,
                            const ingest_http_response** out, ingest_error* error) noexcept {
    const ingest_status status = self(http)->next(out);
    if (status == INGEST_E_UNSUPPORTED) std::strcpy(error->message, "nothing is outstanding");
    return status;
  }
  static void release(const ingest_http* http, const ingest_http_response* response) noexcept {
    auto& held = self(http)->held_;
    for (ScriptedHost::Held* one : held) {
      if (&one->response != response) continue;
      held.erase(one);
      delete one;
      return;
    }
    std::abort();  // released twice
  }
  static const void* extension(const ingest_host* host, const char* id) noexcept {
    auto* owner = static_cast<ScriptedHost*>(host->ctx);
    return std::strcmp(id, INGEST_EXT_HTTP) == 0 ? &owner->http_ : nullptr;
  }
  static int32_t logs(const ingest_host*, ingest_log_level) noexcept { return 1; }
  static void log(const ingest_host*, ingest_log_level, ingest_text) noexcept {}
  static int32_t cancelled(const ingest_call* call) noexcept {
    return static_cast<ScriptedHost*>(call->ctx)->cancelled ? 1 : 0;
  }
  static int64_t remaining(const ingest_call*) noexcept { return -1; }
  static void progress(const ingest_call* call, uint64_t done, uint64_t total,
                       ingest_text note) noexcept {
    static_cast<ScriptedHost*>(call->ctx)->progress.push_back(
        std::to_string(done) + "/" + std::to_string(total) + " " + text(note));
  }

  static RecordingSink* self(const ingest_sink* sink) {
    return static_cast<RecordingSink*>(sink->ctx);
  }
  static ingest_status emit(const ingest_sink* sink, const ingest_record* r) noexcept {
    RecordingSink& to = *self(sink);
    Record record{r->kind,          text(r->type),    text(r->unit), text(r->key),
                  text(r->payload), text(r->context), r->place,      r->rows};
    if (r->kind == INGEST_RECORD_PAGE) {
      if (std::count(to.begun.begin(), to.begun.end(), record.unit) != 1)
        to.broken_rules.push_back("page of a unit that has not begun: " + record.unit);
      if (to.reports.count(record.unit) != 0)
        to.broken_rules.push_back("page of a unit that has ended: " + record.unit);
    }
    to.records.push_back(std::move(record));
    return INGEST_OK;
  }
  static ingest_status begin(const ingest_sink* sink, ingest_text unit,
                             ingest_unit_verdict* verdict) noexcept {
    RecordingSink& to = *self(sink);
    const std::string name = text(unit);
    if (to.unwanted.count(name) != 0) {
      *verdict = INGEST_UNIT_SKIP;
      return INGEST_OK;
    }
    if (std::count(to.begun.begin(), to.begun.end(), name) != 0)
      to.broken_rules.push_back("begun twice: " + name);
    to.begun.push_back(name);
    return INGEST_OK;
  }
  static ingest_status end(const ingest_sink* sink, ingest_text unit,
                           ingest_bytes report) noexcept {
    RecordingSink& to = *self(sink);
    const std::string name = text(unit);
    if (!to.reports.emplace(name, text(report)).second)
      to.broken_rules.push_back("ended twice: " + name);
    v1::UnitReport account;
    if (!account.ParseFromString(text(report)) || account.unit() != name)
      to.broken_rules.push_back("no account of " + name);
    // A unit that could not be read to its end may lack any page.
    if (account.outcome() == v1::UNIT_OUTCOME_FAILED) return INGEST_OK;
    const std::vector<Record> pages = to.pages(name);
    if (account.pages() != pages.size()) to.broken_rules.push_back("pages not counted: " + name);
    for (size_t i = 0; i < pages.size(); ++i) {
      if (pages[i].place != i) to.broken_rules.push_back("gap in the places of " + name);
    }
    return INGEST_OK;
  }
};

std::string Request::path() const {
  const size_t start = url.find('/', url.find("://") + 3);
  return url.substr(start, url.find('?') - start);
}

std::string Request::query(const std::string& name) const {
  size_t at = url.find('?');
  while (at != std::string::npos) {
    const size_t end = url.find('&', at + 1);
    const std::string pair = url.substr(at + 1, end == url.npos ? url.npos : end - at - 1);
    if (pair.compare(0, name.size() + 1, name + "=") == 0)
      return decoded(pair.substr(name.size() + 1));
    at = end;
  }
  return {};
}

std::string Request::header(const std::string& name) const {
  const size_t at = ("\n" + headers).find("\n" + name + ": ");
  if (at == std::string::npos) return {};
  const size_t start = at + name.size() + 2;
  return headers.substr(start, headers.find('\n', start) - start);
}

ScriptedHost::ScriptedHost(Script script, uint32_t max_concurrency) : script_(std::move(script)) {
  http_.struct_size = sizeof(http_);
  http_.max_concurrency = max_concurrency;
  http_.ctx = this;
  http_.submit = Tables::submit;
  http_.next = Tables::next;
  http_.release = Tables::release;
  host_.struct_size = sizeof(host_);
  host_.abi_minor = INGEST_ABI_MINOR;
  host_.ctx = this;
  host_.name = "scripted";
  host_.version = "0";
  host_.log_enabled = Tables::logs;
  host_.log = Tables::log;
  host_.get_extension = Tables::extension;
  call_.struct_size = sizeof(call_);
  call_.ctx = this;
  call_.is_cancelled = Tables::cancelled;
  call_.remaining_ms = Tables::remaining;
  call_.progress = Tables::progress;
}

ScriptedHost::~ScriptedHost() {
  for (Held* one : held_) delete one;
}

size_t ScriptedHost::count(const std::string& path) const {
  return static_cast<size_t>(std::count_if(requests.begin(), requests.end(),
                                           [&](const Request& r) { return r.path() == path; }));
}

ingest_status ScriptedHost::submit(const ingest_http_request& request) {
  Request kept{text(request.method), text(request.url), text(request.headers), text(request.body),
               request.flags};
  requests.push_back(kept);
  waiting_.emplace_back(std::move(kept), request.tag);
  most_outstanding = std::max(most_outstanding, waiting_.size());
  return INGEST_OK;
}

ingest_status ScriptedHost::next(const ingest_http_response** out) {
  if (cancelled) return INGEST_E_CANCELLED;
  if (waiting_.empty()) return INGEST_E_UNSUPPORTED;
  if (holds) {
    const auto free = std::find_if(waiting_.begin(), waiting_.end(),
                                   [this](const auto& entry) { return !holds(entry.first); });
    if (free == waiting_.end()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      return INGEST_E_TIMEOUT;
    }
    std::rotate(waiting_.begin(), free, free + 1);
  }
  size_t index = 0;
  if (order == Order::kNewestFirst) index = waiting_.size() - 1;
  if (order == Order::kRandom) {
    dice_ = dice_ * 6364136223846793005ULL + 1442695040888963407ULL;
    index = (dice_ >> 33U) % waiting_.size();
  }
  auto [request, tag] = waiting_[index];
  waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(index));
  auto* held = new Held;
  held->answer = script_(request);
  held->url = request.url;
  ingest_http_response& response = held->response;
  response.struct_size = sizeof(response);
  response.tag = tag;
  response.status = held->answer.status;
  response.http_status = held->answer.status == INGEST_OK ? held->answer.http_status : 0;
  response.phase = held->answer.phase;
  response.attempts = 1;
  response.url = sdk::bytes(held->url);
  response.body = sdk::bytes(held->answer.body);
  response.error = sdk::bytes(held->answer.error);
  response.tls = sdk::bytes(held->answer.tls);
  response.remote = sdk::bytes(held->answer.remote);
  held_.insert(held);
  *out = &response;
  return INGEST_OK;
}

RecordingSink::RecordingSink() {
  sink_.struct_size = sizeof(sink_);
  sink_.ctx = this;
  sink_.emit = Tables::emit;
  sink_.begin_unit = Tables::begin;
  sink_.end_unit = Tables::end;
}

std::vector<Record> RecordingSink::pages(const std::string& unit) const {
  std::vector<Record> out;
  for (const Record& record : records) {
    if (record.kind == INGEST_RECORD_PAGE && record.unit == unit) out.push_back(record);
  }
  std::sort(out.begin(), out.end(),
            [](const Record& a, const Record& b) { return a.place < b.place; });
  return out;
}

std::vector<Record> RecordingSink::of(uint32_t kind) const {
  std::vector<Record> out;
  for (const Record& record : records) {
    if (record.kind == kind) out.push_back(record);
  }
  return out;
}

ingest_record page_record(const Record& page) {
  ingest_record record{};
  record.struct_size = sizeof(record);
  record.kind = INGEST_RECORD_PAGE;
  record.type = sdk::bytes(page.type);
  record.unit = sdk::bytes(page.unit);
  record.key = sdk::bytes(page.key);
  record.payload = sdk::bytes(page.payload);
  record.context = sdk::bytes(page.context);
  record.place = page.place;
  record.rows = page.rows;
  return record;
}

std::string sample(const std::string& name) {
  std::ifstream file(std::string(INGEST_SAMPLES) + "/" + name, std::ios::binary);
  if (!file) throw std::runtime_error("no sample " + name);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace ingest::test
