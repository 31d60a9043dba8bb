// transform.h - transform and ingest.rows/1 of pages whose lines are "id,SEVERITY,title". A
// severity of "skip" is filtered, one that is none is rejected. Pure.
#ifndef INGEST_TESTS_CONFORMANCE_TRANSFORM_H
#define INGEST_TESTS_CONFORMANCE_TRANSFORM_H

#include <stdint.h>
#include <time.h>

#include "instance.h"

typedef struct row {
  uint64_t number;
  ingest_text id;
  ingest_text severity;
  ingest_text title;
} row;

// False at the end; empty lines are no rows.
static inline bool next_row(ingest_text* rest, row* out, uint64_t* number) {
  while (rest->size > 0) {
    ingest_text line = cut(rest, '\n');
    if (line.size == 0) continue;
    out->number = (*number)++;
    out->id = cut(&line, ',');
    out->severity = cut(&line, ',');
    out->title = line;
    return true;
  }
  return false;
}

static inline unsigned severity_of(const row* r) {
  char word[16] = "";
  if (r->severity.size < sizeof(word)) memcpy(word, r->severity.data, r->severity.size);
  return demo_severity(word);
}

// Texts of messages are bounded here, so that none overflows.
static inline ingest_text bounded(ingest_text text) {
  while (text.size > 256 || !demo_is_utf8(text.data, text.size)) --text.size;
  return text;
}

static inline void put_finding(wire* w, const ingest_record* page, const row* r) {
  static char last_unit[64] = "";
  wire ref = {{0}, 0, false};
  wire_view(w, 3, has(ORPHANS) ? text_of("nobody") : bounded(page->unit));
  wire_view(w, 4, bounded(r->id));
  if (!has(NO_IDENTITY)) wire_view(w, 5, bounded(r->id));
  wire_uint(&ref, 3, r->number);
  wire_bytes(w, 9, ref.data, ref.size);
  wire_view(w, 10, has(BAD_UTF8) ? text_of("title \xC3") : bounded(r->title));
  if (has(REMEMBERS)) wire_text(w, 11, last_unit);
  wire_text(w, 12, "Vulnerability");
  wire_uint(w, 14, severity_of(r));
  wire_uint(w, 26, 1);
  wire_uint(w, 30, 2);
  wire_view(w, 40, bounded(r->severity));
  wire_text(w, 60, "Acme");
  wire_text(w, 61, "Conformance");
  demo_copy(last_unit, sizeof(last_unit), page->unit.data, page->unit.size);
  last_unit[page->unit.size < sizeof(last_unit) ? page->unit.size : sizeof(last_unit) - 1] = '\0';
}

static inline ingest_status emit_row(const ingest_sink* sink, const ingest_record* page,
                                     const row* r) {
  static wire shared;
  wire own = {{0}, 0, false};
  wire* w = has(SHARES_BUFFER) ? &shared : &own;
  w->size = 0;
  if (text_is(r->severity, "skip")) {
    if (has(LOSES_ROWS)) return INGEST_OK;
    wire_text(w, 1, "asked to skip");
    wire_uint(w, 2, 1);
    return emit(sink, INGEST_RECORD_FILTERED, "ingest.v1.FilteredRows", w);
  }
  if (severity_of(r) == 0 || r->id.size == 0 || r->title.size == 0) {
    wire_uint(w, 3, r->number);
    wire_text(w, 6, "id, severity or title is missing or unknown");
    wire_view(w, 7, bounded(r->id));
    return emit(sink, INGEST_RECORD_REJECTED, "ingest.v1.DeadLetter", w);
  }
  put_finding(w, page, r);
  if (has(SHARES_BUFFER)) {
    const struct timespec pause = {0, 200 * 1000};
    nanosleep(&pause, NULL);
  }
  return emit(sink, INGEST_RECORD_FINDING,
              has(WRONG_TYPE) ? "ingest.v1.Findings" : "ingest.v1.Finding", w);
}

static inline bool is_text(const ingest_record* page) {
  return demo_is_utf8(page->unit.data, page->unit.size) &&
         demo_is_utf8(page->payload.data, page->payload.size) &&
         demo_is_utf8(page->context.data, page->context.size);
}

static inline ingest_status transform_page(const ingest_record* page, const ingest_sink* sink,
                                           ingest_error* error) {
  static const ingest_text nothing = {NULL, 0};
  ingest_text rest = page->payload;
  wire asset = {{0}, 0, false};
  row r;
  uint64_t number = 0;
  if (!is_text(page)) return fail(error, INGEST_E_BAD_DATA, "a page that is not UTF-8", nothing);
  if (has(TRUSTS_ROWS)) {
    unsigned char* volatile seen = calloc((size_t)page->rows, 16);
    seen[0] = 1;
    free(seen);
  }
  wire_uint(&asset, 2, 1);
  wire_view(&asset, 3, bounded(page->unit));
  wire_view(&asset, 5, page->context.size == 0 ? bounded(page->unit) : bounded(page->context));
  wire_text(&asset, 6, "Acme");
  wire_text(&asset, 7, "Acme");
  wire_text(&asset, 8, "Conformance");
  ingest_status status = emit(sink, INGEST_RECORD_ASSET, "ingest.v1.Asset", &asset);
  while (status == INGEST_OK && next_row(&rest, &r, &number)) status = emit_row(sink, page, &r);
  if (has(PRINTS)) printf("transformed %u rows\n", (unsigned)number);
  return status == INGEST_OK ? INGEST_OK
                             : fail(error, status, "the host stopped the stream", nothing);
}

// {"name":"value",...}, as much of each value as fits.
static inline void put_member(wire* w, const char* name, ingest_text value) {
  static const char digits[] = "0123456789abcdef";
  value = bounded(value);
  wire_byte(w, w->size == 0 ? '{' : ',');
  wire_byte(w, '"');
  for (; *name != '\0'; ++name) wire_byte(w, (unsigned char)*name);
  wire_byte(w, '"');
  wire_byte(w, ':');
  wire_byte(w, '"');
  for (size_t i = 0; i < value.size; ++i) {
    const unsigned char c = ((const unsigned char*)value.data)[i];
    if (c >= 0x20 && c != '"' && c != '\\') {
      wire_byte(w, c);
    } else {
      for (const char* at = "\\u00"; *at != '\0'; ++at) wire_byte(w, (unsigned char)*at);
      wire_byte(w, (unsigned char)digits[c >> 4]);
      wire_byte(w, (unsigned char)digits[c & 15]);
    }
  }
  wire_byte(w, '"');
}

static inline ingest_status hand_over_root(const ingest_record* page,
                                           const ingest_rows_sink* sink) {
  wire w = {{0}, 0, false};
  put_member(&w, "id", page->unit);
  put_member(&w, "name", page->context);
  wire_byte(&w, '}');
  const ingest_text text = {w.data, w.size};
  return sink->root(sink, text);
}

static ingest_status read_rows(ingest_instance* instance, const ingest_call* call,
                               const ingest_record* page, const ingest_rows_sink* sink,
                               ingest_error* error) {
  static const ingest_text nothing = {NULL, 0};
  ingest_text rest = page->payload;
  row r;
  uint64_t number = 0;
  (void)instance;
  (void)call;
  if (!is_text(page)) return fail(error, INGEST_E_BAD_DATA, "a page that is not UTF-8", nothing);
  ingest_status status = has(ROW_FIRST) ? INGEST_OK : hand_over_root(page, sink);
  while (status == INGEST_OK && next_row(&rest, &r, &number)) {
    wire w = {{0}, 0, false};
    if (severity_of(&r) == 0 || r.id.size == 0 || r.title.size == 0) continue;
    put_member(&w, "id", r.id);
    put_member(&w, "title", r.title);
    wire_byte(&w, '}');
    const ingest_text text = {w.data, w.size};
    status = sink->row(sink, r.number, text);
  }
  if (status == INGEST_OK && has(ROW_FIRST)) status = hand_over_root(page, sink);
  return status == INGEST_OK ? INGEST_OK
                             : fail(error, status, "the host stopped the rows", nothing);
}

#endif  // INGEST_TESTS_CONFORMANCE_TRANSFORM_H
