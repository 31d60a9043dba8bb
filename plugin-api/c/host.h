// host.h - what a connector in C does with the host's tables again and again: fail, emit, GET.
// Everything is [call-thread], and touches nothing but its arguments.
#ifndef HOST_H
#define HOST_H

#include <ingest/connector.h>
#include <ingest/ext/http.h>

#include "wire.h"

ingest_text text_of(const char* text);

// The host's HTTP client; NULL when it has none. Valid as long as the instance.
const ingest_http* http_client(const ingest_host* host);

// Fills error, if there is one, with a message in printf's form, and returns code.
ingest_status fail(ingest_error* error, ingest_status code, int vendor_code, const char* format,
                   ...) __attribute__((format(printf, 4, 5)));

// Emits a protobuf message of this full type name, and frees it.
ingest_status emit_message(const ingest_sink* sink, uint32_t kind, const char* type, wire* message);

// One GET from start to end, while no other request of the call is outstanding. headers are
// "Name: value\n" lines. INGEST_OK only for a whole answer of HTTP 200; then *out is the caller's
// to release. The error has the HTTP status as its vendor_code.
ingest_status http_get(const ingest_http* http, const ingest_call* call, const char* url,
                       const char* headers, uint32_t flags, const ingest_http_response** out,
                       ingest_error* error);

// Appends text to a URL, all but letters, digits and "-._~" as %XX. Returns the new end, at most
// 3 * text.size further; writes no NUL.
char* percent_encode(char* end, ingest_text text);

#endif  // HOST_H
