// http.h - ingest.http/1, the host's HTTP client.
//
// One client serves a whole connection: it owns proxies, CA files, timeouts,
// retries, rate budgets, size limits and redaction, so that a connector links no
// HTTP library. Requests are submitted without waiting and completed in any order,
// so one thread keeps many in flight:
//
//   submit(a); submit(b);
//   while (outstanding) { next(&r); ...; release(r); maybe submit(c); }
//
// Requests belong to the call that submitted them; those still outstanding when it
// returns are dropped, and responses not yet released are freed.
//
// Redirects are followed to the same scheme, host and port only, at most five times;
// any other redirect is the final answer. Every request carries the host's
// User-Agent and a CorrelationId header.
//
// What fails in a way that may pass is repeated, whatever its method, with growing pauses
// and as long as the connection's settings allow: a connection that is not made or is lost,
// timeouts, a body cut short or corrupt, and the statuses 408, 429, 500, 502, 503 and 504.
#ifndef INGEST_EXT_HTTP_H
#define INGEST_EXT_HTTP_H

#include <ingest/connector.h>

#define INGEST_EXT_HTTP "ingest.http/1"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  // Never trace, log or record URL query, headers or bodies of either direction.
  INGEST_HTTP_SENSITIVE = 1u << 0,
  // Resolve, connect and shake hands, then stop: nothing is sent. Only the URL counts.
  INGEST_HTTP_CONNECT_ONLY = 1u << 1,
  // Repeat nothing, whatever the failure.
  INGEST_HTTP_NO_RETRY = 1u << 2,
  // The body of a 2xx answer is one JSON text, whatever its media type says: an object or array
  // that breaks off is a body cut short, and is repeated like one.
  INGEST_HTTP_JSON = 1u << 3,
};

// How far a request came. The values are ordered.
enum {
  INGEST_HTTP_PHASE_START = 0, // refused before anything was tried: bad URL, budget, cancelled
  INGEST_HTTP_PHASE_RESOLVE = 1,
  INGEST_HTTP_PHASE_CONNECT = 2,
  INGEST_HTTP_PHASE_PROXY = 3,
  INGEST_HTTP_PHASE_TLS = 4,
  INGEST_HTTP_PHASE_SEND = 5,
  INGEST_HTTP_PHASE_RECEIVE = 6,
  INGEST_HTTP_PHASE_DONE = 7, // the whole answer is here
};

typedef struct ingest_http_request {
  uint32_t struct_size;
  uint32_t flags;       // INGEST_HTTP_*
  ingest_text method;   // "GET", "POST", ...; empty is GET
  ingest_text url;      // absolute, https, or http to a loopback address
  ingest_text headers;  // "Name: value" lines, each ended by '\n'
  ingest_bytes body;
  uint64_t tag;         // yours; comes back in the response
  uint64_t max_body;    // bytes of the decoded answer; 0: the host's limit
  uint32_t timeout_ms;  // for each attempt; 0: the connection's setting
  uint32_t reserved;
} ingest_http_request;

typedef struct ingest_http_response {
  uint32_t struct_size;
  ingest_status status; // INGEST_OK: a whole answer, whatever http_status says
  uint64_t tag;
  int32_t http_status;  // 0: none was received
  int32_t phase;        // INGEST_HTTP_PHASE_*: where the last attempt ended
  uint32_t attempts;    // at least 1
  int32_t http_version; // 10, 11, 20; 0: none
  ingest_text url;      // after redirects
  ingest_text headers;  // "name: value" lines of the last answer, names in lower case
  ingest_bytes body;    // decoded (gzip removed)
  // One sentence when status is not INGEST_OK. For a status such as 503: how often it was
  // tried, or why no more, as "5 attempts in 12 s". Otherwise empty.
  ingest_text error;
  ingest_text remote;   // "address:port" that answered, or that was tried; may be empty
  ingest_text tls;      // "TLSv1.3, CN=..., issuer ..., until 2027-01-31"; empty without TLS
  uint64_t resolve_us;  // durations of the last attempt, each phase on its own
  uint64_t connect_us;
  uint64_t tls_us;
  uint64_t first_byte_us; // from the request sent to the first byte
  uint64_t total_us;      // of all attempts, waiting between them included
} ingest_http_response;

typedef struct ingest_http {
  uint32_t struct_size;
  // How many requests the host keeps in flight; submitting more than about twice as
  // many only fills its queue.
  uint32_t max_concurrency;
  void* ctx;

  // Copies the request and returns at once. [thread-safe] during the call
  ingest_status (*submit)(const struct ingest_http* http, const ingest_call* call,
                          const ingest_http_request* request, ingest_error* error) INGEST_NOEXCEPT;

  // Waits for any request of this call to end. INGEST_OK: *out is set and stays valid
  // until release. INGEST_E_TIMEOUT: none ended in timeout_ms (-1: wait for ever).
  // INGEST_E_CANCELLED: the host wants out. INGEST_E_UNSUPPORTED: nothing is
  // outstanding. [thread-safe] during the call
  ingest_status (*next)(const struct ingest_http* http, const ingest_call* call,
                        int32_t timeout_ms, const ingest_http_response** out,
                        ingest_error* error) INGEST_NOEXCEPT;

  // [thread-safe]
  void (*release)(const struct ingest_http* http,
                  const ingest_http_response* response) INGEST_NOEXCEPT;
} ingest_http;

#ifdef __cplusplus
}
#endif

#endif  // INGEST_EXT_HTTP_H
