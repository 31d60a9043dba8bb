// instance.h - what the parts of the connector share: the instance, errors, records on their way to
// the host.
#ifndef INGEST_TESTS_CONFORMANCE_INSTANCE_H
#define INGEST_TESTS_CONFORMANCE_INSTANCE_H

#include <ingest/ext/http.h>
#include <ingest/ext/rows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "faults.h"
#define WIRE_MAX 4096
#include "../abi/connectors/demo_rows.h"
#include "../abi/connectors/wire.h"

struct ingest_instance {
  const ingest_host* host;
  const char* kept_settings;  // of a fault
  pid_t thread;               // likewise
  bool fetched;
  char base_url[512];
  char token[512];
};

static inline ingest_text text_of(const char* text) {
  ingest_text out = {text, strlen(text)};
  return out;
}

static inline bool text_is(ingest_text text, const char* other) {
  return text.size == strlen(other) && memcmp(text.data, other, text.size) == 0;
}

// The message is "what: " and the beginning of why, cut where a character starts.
static inline ingest_status fail(ingest_error* error, ingest_status code, const char* what,
                                 ingest_text why) {
  if (error == NULL) return code;
  error->code = code;
  size_t size = strlen(what);
  memcpy(error->message, what, size);
  if (why.size > 0) {
    const size_t room = sizeof(error->message) - 1 - size;
    size_t more = why.size < room ? why.size : room;
    while (more > 0 && !demo_is_utf8(why.data, more)) --more;
    memcpy(error->message + size, why.data, more);
    size += more;
  }
  error->message[size] = '\0';
  return code;
}

static inline ingest_status emit(const ingest_sink* sink, uint32_t kind, const char* type,
                                 const wire* message) {
  ingest_record record;
  if (message->overflow) return INGEST_E_TOO_LARGE;
  memset(&record, 0, sizeof(record));
  record.struct_size = sizeof(record);
  record.kind = kind;
  record.type = text_of(type);
  record.payload.data = message->data;
  record.payload.size = message->size;
  return sink->emit(sink, &record);
}

static inline void wire_view(wire* w, uint32_t field, ingest_text text) {
  wire_bytes(w, field, text.data, text.size);
}

// Cuts what is before the next separator off text.
static inline ingest_text cut(ingest_text* text, char separator) {
  const char* start = text->data;
  const char* found = text->size == 0 ? NULL : memchr(start, separator, text->size);
  ingest_text out = {start, found == NULL ? text->size : (size_t)(found - start)};
  const size_t used = found == NULL ? text->size : out.size + 1;
  text->data = start + used;
  text->size -= used;
  return out;
}

#endif  // INGEST_TESTS_CONFORMANCE_INSTANCE_H
