// http_stats.hpp - what an HTTP engine did. Plain data.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace ingest::host {

// Totals since the engine was made.
struct HttpStats {
  uint64_t requests = 0;  // sent, repetitions and followed redirects included
  uint64_t retries = 0;   // attempts after the first
  uint64_t bytes_sent = 0;
  uint64_t bytes_received = 0;  // headers and encoded bodies
  uint64_t connections = 0;     // opened
  unsigned max_in_flight = 0;   // at one time

  std::map<std::string, uint64_t> retries_by_reason;  // announced: see reason_of
  uint64_t retry_wait_ms = 0;                         // pauses before repetitions, summed up
  uint64_t throttled = 0;                             // answers that ask for fewer requests
  uint64_t slowdowns = 0;                             // how often concurrency was halved
  unsigned lowest_concurrency = 0;                    // that was allowed; 0: never lowered
  uint64_t host_pause_ms = 0;                         // that a host was left alone as it asked
};

}  // namespace ingest::host
