// scripted_host.hpp - the host's side of the contract for unit tests: HTTP answered by a function,
// logs and records kept. One thread.
#pragma once

#include <ingest/connector.h>
#include <ingest/ext/http.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ingest/sdk/connector.hpp"

namespace ingest::test {

struct Request {
  std::string method;
  std::string url;
  std::string headers;
  std::string body;
  uint32_t flags = 0;

  std::string path() const;                          // without host and query
  std::string query(const std::string& name) const;  // decoded; empty when absent
  std::string header(const std::string& name) const;
};

struct Answer {
  int http_status = 200;
  std::string body = {};
  ingest_status status = INGEST_OK;
  int phase = INGEST_HTTP_PHASE_DONE;
  std::string error = {};
  std::string tls = {};
  std::string remote = {};
};

// In which order outstanding requests are answered.
enum class Order { kOldestFirst, kNewestFirst, kRandom };

class ScriptedHost {
 public:
  using Script = std::function<Answer(const Request&)>;

  explicit ScriptedHost(Script script, uint32_t max_concurrency = 4);
  ScriptedHost(const ScriptedHost&) = delete;
  ScriptedHost& operator=(const ScriptedHost&) = delete;
  ~ScriptedHost();

  sdk::Host host() const { return sdk::Host(&host_); }
  const ingest_host* table() const { return &host_; }
  sdk::Call call() const { return sdk::Call(&call_); }

  Order order = Order::kOldestFirst;
  bool cancelled = false;
  // Which requests are not answered now: the host is repeating them, say.
  std::function<bool(const Request&)> holds;
  std::vector<Request> requests;  // in the order of submission
  size_t most_outstanding = 0;
  std::vector<std::string> progress;

  size_t count(const std::string& path) const;
  size_t outstanding() const { return waiting_.size(); }

 private:
  struct Held;
  friend struct Tables;

  ingest_status submit(const ingest_http_request& request);
  ingest_status next(const ingest_http_response** out);

  Script script_;
  ingest_host host_{};
  ingest_call call_{};
  ingest_http http_{};
  std::deque<std::pair<Request, uint64_t>> waiting_;
  std::set<Held*> held_;
  uint64_t dice_ = 1;
};

struct Record {
  uint32_t kind = 0;
  std::string type;
  std::string unit;
  std::string key;
  std::string payload;
  std::string context;
  uint64_t place = 0;
  uint64_t rows = 0;
};

// Keeps what a connector emits, and holds it to the contract: pages and ends only of units that
// have begun, places without gaps.
class RecordingSink {
 public:
  RecordingSink();
  RecordingSink(const RecordingSink&) = delete;
  RecordingSink& operator=(const RecordingSink&) = delete;

  sdk::FetchSink fetch() const { return sdk::FetchSink(&sink_); }
  sdk::Sink plain() const { return sdk::Sink(&sink_); }

  std::set<std::string> unwanted;  // units to skip
  std::vector<Record> records;
  std::map<std::string, std::string> reports;  // by unit
  std::vector<std::string> begun;
  std::vector<std::string> broken_rules;

  std::vector<Record> pages(const std::string& unit) const;  // by place
  std::vector<Record> of(uint32_t kind) const;

 private:
  friend struct Tables;
  ingest_sink sink_{};
};

// An ingest_record of a page that RecordingSink kept; page must outlive it.
ingest_record page_record(const Record& page);

std::string sample(const std::string& name);  // a file of tests/samples

}  // namespace ingest::test
