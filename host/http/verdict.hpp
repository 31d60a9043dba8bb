// verdict.hpp - says where a transfer died and why, in one sentence for people. A pure function of
// plain values, so that every row can be tested without a network.
#pragma once

#include <ingest/ext/http.h>
#include "http/curl_library.hpp"

#include <chrono>
#include <cstdint>
#include <string>

#include "http/retry_policy.hpp"

namespace ingest::host::http {

// What was seen of a transfer that ended.
struct Ending {
  CURLcode code = CURLE_OK;
  std::string detail;  // libcurl's own words

  std::string host;          // of the target
  std::string authority;     // "host:port" of the target
  std::string proxy;         // "host:port"; empty: none is used
  bool proxy_tls = false;    // TLS to the proxy itself
  bool proxy_login = false;  // a user name goes to it
  std::string names;         // that the certificate is for

  bool resolved = false;
  bool shaking_hands = false;  // TLS with the target began, behind any proxy
  long tunnel_status = 0;      // the proxy's answer to CONNECT
  long proxy_error = 0;        // CURLPX_*, of a SOCKS proxy
  long os_error = 0;
  long verify_result = 0;          // X509_V_*
  int tls_alert = -1;              // SSL_AD_*, fatal and sent by the target; -1: none
  bool wants_certificate = false;  // the target asked for one of ours
  bool has_certificate = false;    // and there is one
  bool ready = false;              // the connection stood, sending began
  bool sent = false;               // all of the request went out
  bool answering = false;          // the answer's first line arrived

  std::string too_large;   // see Answer::too_large
  std::string corrupt;     // see Answer::corrupt
  bool cut_short = false;  // see Answer::cut_short
  bool out_of_memory = false;
  uint64_t received = 0;  // bytes of the decoded body
  std::chrono::milliseconds elapsed{0};
};

struct Verdict {
  ingest_status status = INGEST_OK;
  int phase = INGEST_HTTP_PHASE_DONE;
  std::string sentence;  // empty when status is INGEST_OK
  AttemptEnd end = AttemptEnd::kAnswered;
};

Verdict judge(const Ending& ending);

// A whole answer whose JSON text ends in the middle.
Verdict broken_json(const std::string& authority, uint64_t received);

// "resolve", "connect", ...
const char* phase_name(int phase);

}  // namespace ingest::host::http
