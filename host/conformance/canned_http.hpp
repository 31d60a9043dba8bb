// canned_http.hpp - ingest.http/1 without a network: a Source answers each request as it is
// submitted, and what the connector does with the answers is counted. Thread-safe; must outlive the
// instance that it is offered to.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "conformance/answer.hpp"
#include "conformance/host_table.hpp"
#include "conformance/source.hpp"

namespace ingest::host::conformance {

enum class AnswerOrder { kAsAsked, kLastFirst };

// What a response points to.
enum class AnswerMemory {
  kPlain,
  kGoes,   // is gone when the response is released
  kExact,  // and ends where readable memory ends
};

class CannedHttp {
 public:
  CannedHttp(std::unique_ptr<Source> source, HostAge age);
  ~CannedHttp();
  CannedHttp(const CannedHttp&) = delete;
  CannedHttp& operator=(const CannedHttp&) = delete;

  const ingest_http* table() const noexcept { return table_.get(); }
  void deliver(AnswerOrder order) noexcept { order_ = order; }
  void keep_answers_in(AnswerMemory memory) noexcept { memory_ = memory; }
  // The status that next gives instead of responses; INGEST_OK: responses.
  void next_gives(ingest_status status) noexcept { next_status_ = status; }

  // The call has returned: what it asked for is dropped. Yields how many responses it still held.
  std::size_t end_call(const ingest_call* call);

  struct Counts {
    std::uint64_t requests = 0;
    std::uint64_t released_twice = 0;   // or never handed out
    std::uint64_t after_call = 0;       // submitted or taken when the call had returned
    bool exhausted = false;             // asked more often in one call than any check answers
    std::vector<std::string> refusals;  // what the host's client refuses of the requests, each once
    std::vector<std::string> urls;      // of requests that are not marked as sensitive
  };
  Counts counts() const;

 private:
  struct Held;
  struct Queue {
    std::deque<std::unique_ptr<Held>> waiting;
    std::uint64_t requests = 0;
  };
  static CannedHttp& self(const ingest_http* http) noexcept;
  static ingest_status submit(const ingest_http* http, const ingest_call* call,
                              const ingest_http_request* request, ingest_error* error) noexcept;
  static ingest_status next(const ingest_http* http, const ingest_call* call,
                            std::int32_t timeout_ms, const ingest_http_response** out,
                            ingest_error* error) noexcept;
  static void release(const ingest_http* http, const ingest_http_response* response) noexcept;

  void answer(const ingest_call* call, const ingest_http_request& raw);
  std::unique_ptr<Held> take(const ingest_call* call, bool& outstanding);

  const HostAge age_;
  HostTable<ingest_http> table_;
  AnswerOrder order_ = AnswerOrder::kAsAsked;
  AnswerMemory memory_ = AnswerMemory::kPlain;
  ingest_status next_status_ = INGEST_OK;
  mutable std::mutex mutex_;
  std::unique_ptr<Source> source_;
  std::map<const ingest_call*, Queue> queues_;
  std::set<const ingest_call*> ended_;
  std::map<const ingest_http_response*, std::pair<const ingest_call*, std::unique_ptr<Held>>> held_;
  Counts counts_;
};

}  // namespace ingest::host::conformance
