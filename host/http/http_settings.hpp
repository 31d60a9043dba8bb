// http_settings.hpp - what a connection may choose about its HTTP client, and what is fixed
// unless it does. Plain data, copied into the engine when that is made.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace ingest::host {

// When a failed request is repeated, and how long that may go on.
struct RetryLimits {
  unsigned max_attempts = 5;  // 1: repeat nothing
  // A pause is a random part of initial_backoff, then of twice that, and so on up to max_backoff.
  std::chrono::milliseconds initial_backoff{500};
  std::chrono::milliseconds max_backoff{30000};
  // No attempt begins later than this after the first one.
  std::chrono::milliseconds max_elapsed{300000};
  // A server that asks for a longer pause is not waited for.
  std::chrono::milliseconds max_retry_after{120000};
};

struct HttpSettings {
  // PEM file of the authorities to trust, in place of the system's. Empty: the system's.
  std::string ca_file;
  // http://, https:// or socks5h:// URL; may hold credentials, which are never shown. Empty: the
  // environment's (https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY).
  std::string proxy;
  // Hosts reached without the proxy: names (with all below them), addresses, CIDR blocks, or "*".
  // Empty: the environment's (no_proxy, NO_PROXY). Loopback is never proxied.
  std::string no_proxy;
  // PEM files for mutual TLS, both or neither; they may be one. The password is that of an
  // encrypted key.
  std::string client_cert;
  std::string client_key;
  std::string client_key_password;
  // Empty: "ingest/<version>".
  std::string user_agent;

  std::chrono::milliseconds timeout{60000};          // of one attempt, redirects included
  std::chrono::milliseconds connect_timeout{10000};  // resolve, connect, proxy and TLS together
  // An answer that has begun and is slower than this many bytes a second for low_speed_time ends
  // as a timeout. 0: off.
  uint32_t low_speed_limit = 1;
  std::chrono::seconds low_speed_time{30};

  unsigned max_concurrency = 6;     // requests in flight
  double requests_per_second = 0;   // 0: no limit
  uint64_t max_body = 64ULL << 20;  // bytes of a decoded answer, where the request names no bound
  // Bytes of bodies in memory, from the first byte that comes to the last use of it, before more
  // are asked for.
  uint64_t body_memory = 24ULL << 20;
};

}  // namespace ingest::host
