// host.c - see host.h.
#include "host.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

ingest_text text_of(const char* text) {
  const ingest_text view = {text, strlen(text)};
  return view;
}

const ingest_http* http_client(const ingest_host* host) {
  if (!INGEST_HAS(host, ingest_host, get_extension)) return NULL;
  return (const ingest_http*)host->get_extension(host, INGEST_EXT_HTTP);
}

ingest_status fail(ingest_error* error, ingest_status code, int vendor_code, const char* format,
                   ...) {
  va_list arguments;
  if (error == NULL) return code;
  va_start(arguments, format);
  const int size = vsnprintf(error->message, sizeof(error->message), format, arguments);
  va_end(arguments);
  if (size >= (int)sizeof(error->message)) {  // cut, so maybe in the middle of a character
    size_t end = sizeof(error->message) - 1;
    while (end > 0 && ((unsigned char)error->message[end - 1] & 0xC0u) == 0x80u) --end;
    if (end > 0 && (unsigned char)error->message[end - 1] >= 0xC0u) --end;
    error->message[end] = '\0';
  }
  error->code = code;
  error->vendor_code = vendor_code;
  return code;
}

ingest_status emit_message(const ingest_sink* sink, uint32_t kind, const char* type,
                           wire* message) {
  ingest_status status = INGEST_E_INTERNAL;
  if (!message->failed) {
    ingest_record record;
    memset(&record, 0, sizeof(record));
    record.struct_size = sizeof(record);
    record.kind = kind;
    record.type = text_of(type);
    record.payload.data = message->data;
    record.payload.size = message->size;
    status = sink->emit(sink, &record);
  }
  wire_free(message);
  return status;
}

static ingest_status status_of(int http_status) {
  switch (http_status) {
    case 200:
      return INGEST_OK;
    case 401:
      return INGEST_E_AUTH;
    case 403:
      return INGEST_E_FORBIDDEN;
    case 429:
      return INGEST_E_RATE_LIMITED;
    default:
      return http_status >= 500 ? INGEST_E_UNAVAILABLE : INGEST_E_BAD_DATA;
  }
}

ingest_status http_get(const ingest_http* http, const ingest_call* call, const char* url,
                       const char* headers, uint32_t flags, const ingest_http_response** out,
                       ingest_error* error) {
  const ingest_http_response* r = NULL;
  ingest_http_request request;
  ingest_status status;
  memset(&request, 0, sizeof(request));
  request.struct_size = sizeof(request);
  request.flags = flags;
  request.url = text_of(url);
  request.headers = text_of(headers);
  *out = NULL;
  status = http->submit(http, call, &request, error);
  if (status == INGEST_OK) status = http->next(http, call, -1, &r, error);
  if (status != INGEST_OK) return status;

  if (r->status != INGEST_OK) {
    status = fail(error, r->status, 0, "GET %s: %.*s", url, (int)r->error.size,
                  r->error.size > 0 ? (const char*)r->error.data : "");
  } else {
    status = status_of(r->http_status);
    if (status != INGEST_OK)
      fail(error, status, r->http_status, "GET %s: HTTP %d", url, r->http_status);
  }
  if (status == INGEST_OK)
    *out = r;
  else
    http->release(http, r);
  return status;
}

char* percent_encode(char* end, ingest_text text) {
  static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  static const char digits[] = "0123456789ABCDEF";
  const unsigned char* bytes = text.data;
  for (size_t i = 0; i < text.size; ++i) {
    if (bytes[i] != '\0' && strchr(safe, bytes[i]) != NULL) {
      *end++ = (char)bytes[i];
    } else {
      *end++ = '%';
      *end++ = digits[bytes[i] >> 4];
      *end++ = digits[bytes[i] & 15u];
    }
  }
  return end;
}
