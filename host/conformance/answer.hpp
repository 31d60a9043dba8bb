// answer.hpp - one request of a connector as the canned HTTP sees it, and what comes back. Plain
// data; the functions are pure.
#pragma once

#include <ingest/ext/http.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ingest::host::conformance {

struct Request {
  std::string method;  // "GET" when the connector left it empty
  std::string url;
  std::string headers;
  std::string body;
  std::uint32_t flags = 0;
  std::uint64_t max_body = 0;

  std::string host() const;  // with the port if the URL has one
  std::string path() const;  // as sent, without the query
  std::vector<std::pair<std::string, std::string>> query() const;  // decoded
  // "GET https://api.example.com/v1/things", without the query, which may hold anything.
  std::string shown() const;
};

struct Answer {
  ingest_status status = INGEST_OK;
  std::int32_t http_status = 200;
  std::int32_t phase = INGEST_HTTP_PHASE_DONE;
  std::string headers;  // "name: value" lines, names in lower case
  std::string body;
  std::string error;   // a sentence, when there is no whole answer
  bool never = false;  // nothing comes back until the host wants out
};

Answer json_answer(std::int32_t http_status, std::string body);

}  // namespace ingest::host::conformance
