// canned_http.hpp - ingest.http/1 without a network: a function answers each request as it is
// submitted. Thread-safe; answers come in the order of the requests of each call.
#pragma once

#include <ingest/ext/http.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace abitest {

struct CannedRequest {
  std::string method, url, headers, body;
};

struct CannedAnswer {
  ingest_status status = INGEST_OK;
  int http_status = 200;
  int phase = INGEST_HTTP_PHASE_DONE;
  std::string body;
  std::string headers = "content-type: application/json\n";
  std::string error;
};

// What a host whose network is gone would say.
CannedAnswer unreachable();

class CannedHttp {
 public:
  using Answer = std::function<CannedAnswer(const CannedRequest&)>;
  explicit CannedHttp(Answer answer);
  CannedHttp(const CannedHttp&) = delete;
  CannedHttp& operator=(const CannedHttp&) = delete;

  ingest_http* table() { return &table_; }
  std::vector<CannedRequest> requests() const;
  int unreleased() const;  // responses handed out and not given back
  void next_gives(ingest_status status, int times) { next_status_ = status, next_times_ = times; }
  void next_gives_null() { next_null_ = true; }

 private:
  struct Held {
    CannedAnswer answer;
    std::string url;
    ingest_http_response response{};
  };
  ingest_status submit(const ingest_call* call, const ingest_http_request& request);
  ingest_status next(const ingest_call* call, const ingest_http_response** out,
                     ingest_error* error);
  void release(const ingest_http_response* response);

  ingest_http table_{};
  Answer answer_;
  mutable std::mutex mutex_;
  std::vector<CannedRequest> requests_;
  std::map<const ingest_call*, std::deque<std::unique_ptr<Held>>> waiting_;
  std::map<const ingest_http_response*, std::unique_ptr<Held>> held_;
  ingest_status next_status_ = INGEST_OK;
  int next_times_ = 0;
  bool next_null_ = false;
};

}  // namespace abitest
