// response_store.hpp - the responses that connectors hold: from next until release, or until their
// call is forgotten. Thread-safe.
#pragma once

#include <ingest/ext/http.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace ingest::host::http {

class CallQueue;

// One ended request, with everything that its table points to.
struct Response {
  ingest_http_response table{};
  std::string url;
  std::string headers;
  std::shared_ptr<const std::string> body;
  std::string error;
  std::string remote;
  std::string tls;

  // Points the table at the texts; they must not change afterwards.
  void seal() noexcept;
};

class ResponseStore {
 public:
  // owner is an identity only; it is never read through.
  const ingest_http_response* keep(std::unique_ptr<Response> response, const CallQueue* owner);
  // The owner of what is released; null: it holds no such thing.
  const CallQueue* release(const ingest_http_response* table) noexcept;
  void release_all(const CallQueue* owner) noexcept;
  std::shared_ptr<const std::string> share_body(const void* data, size_t size) const;

 private:
  struct Held {
    std::unique_ptr<Response> response;
    const CallQueue* owner;
  };
  using Responses = std::map<const ingest_http_response*, Held>;

  void drop_body(const Response& response) noexcept;

  mutable std::mutex mutex_;
  Responses responses_;
  std::map<uintptr_t, std::shared_ptr<const std::string>> bodies_;  // by first byte
};

}  // namespace ingest::host::http
