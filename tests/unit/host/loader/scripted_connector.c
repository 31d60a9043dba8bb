/* scripted_connector.c - does what the run id of a call, or the settings at create, tell it to. */
#define _POSIX_C_SOURCE 200809L
#include <ingest/ext/rows.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "specimens/specimen.h"

static const ingest_host* the_host;
static int offer; /* of rows, as the settings at create ask for */

static int is(ingest_text text, const char* word) {
  return text.size == strlen(word) && memcmp(text.data, word, text.size) == 0;
}
static int has(ingest_text text, const char* word) {
  const size_t n = strlen(word);
  for (size_t i = 0; i + n <= text.size; ++i)
    if (memcmp((const char*)text.data + i, word, n) == 0) return 1;
  return 0;
}
static ingest_text text_of(const char* text) {
  const ingest_text out = {text, strlen(text)};
  return out;
}

static ingest_status create(const ingest_host* host, ingest_text settings, ingest_instance** out,
                            ingest_error* error) {
  if (has(settings, "refuse")) {
    error->code = INGEST_E_CONFIG;
    snprintf(error->message, sizeof(error->message), "the region is wrong");
    return INGEST_E_CONFIG;
  }
  if (has(settings, "null")) return INGEST_OK;
  the_host = host;
  offer = has(settings, "rows") ? 1 : has(settings, "short") ? 2 : has(settings, "askew") ? 3 : 0;
  return specimen_create(host, settings, out, error);
}

static ingest_record page(void) {
  ingest_record record;
  memset(&record, 0, sizeof(record));
  record.struct_size = sizeof(record);
  record.kind = INGEST_RECORD_PAGE;
  record.type = text_of("application/json");
  record.unit = text_of("unit-1");
  record.payload = text_of("{}");
  return record;
}

struct from_thread {
  const ingest_sink* sink;
  ingest_status status;
};
static void* emit_elsewhere(void* p) {
  struct from_thread* work = p;
  const ingest_record record = page();
  work->status = work->sink->emit(work->sink, &record);
  return 0;
}

static ingest_status garbled_error(ingest_error* error) {
  memset(error->message, 'x', sizeof(error->message)); /* no end */
  memcpy(error->message, "bad \x1b[31m\xff\xfe bytes", 17);
  error->retry_after_ms = 0xFFFFFFFFu;
  error->vendor_code = 429;
  return 4711; /* no status that anybody knows */
}

static ingest_status wait_for_cancel(const ingest_call* call) {
  const struct timespec pause = {0, 1000000};
  for (int i = 0; i < 10000; ++i) {
    if (call->is_cancelled(call)) return INGEST_E_CANCELLED;
    nanosleep(&pause, 0);
  }
  return INGEST_OK;
}

static ingest_status services(const ingest_call* call) {
  if (the_host->get_extension(the_host, "test.ext/1") == 0) return INGEST_E_UNSUPPORTED;
  if (the_host->get_extension(the_host, "unknown/1") != 0) return INGEST_E_INTERNAL;
  the_host->log(the_host, 99, text_of("line one\nline \x1b two"));
  call->progress(call, 3, 9, text_of("project\talpha"));
  return INGEST_OK;
}

static ingest_status fetch(ingest_instance* instance, const ingest_call* call,
                           const ingest_sink* sink, ingest_error* error) {
  static const char zeros[1];
  const ingest_text script = call->run_id;
  ingest_record record = page();
  ingest_unit_verdict verdict = 77;
  (void)instance;
  if (is(script, "services")) return services(call);
  if (is(script, "garbled")) return garbled_error(error);
  if (is(script, "wait")) return wait_for_cancel(call);
  if (is(script, "silent error")) return INGEST_E_UNAVAILABLE;
  if (is(script, "null record")) return sink->emit(sink, 0);
  if (is(script, "short record")) record.struct_size = 24;
  if (is(script, "wrong kind")) record.kind = INGEST_RECORD_FINDING;
  if (is(script, "unknown kind")) record.kind = 4000;
  if (is(script, "null payload")) record.payload.data = 0;
  if (is(script, "large payload")) {
    record.payload.data = zeros; /* refused by its size, so never read */
    record.payload.size = (size_t)INGEST_PAYLOAD_MAX + 1;
  }
  if (is(script, "large context")) {
    record.context.data = zeros;
    record.context.size = (size_t)INGEST_CONTEXT_MAX + 1;
  }
  if (is(script, "large unit")) {
    record.unit.data = zeros;
    record.unit.size = (size_t)INGEST_UNIT_MAX + 1;
  }
  if (is(script, "no unit")) record.unit.size = 0;
  if (is(script, "unit not utf8")) record.unit = text_of("\xff\xfe");
  if (is(script, "other thread")) {
    struct from_thread work = {sink, INGEST_OK};
    pthread_t thread;
    if (pthread_create(&thread, 0, emit_elsewhere, &work) != 0) return INGEST_E_INTERNAL;
    pthread_join(thread, 0);
    return work.status;
  }
  if (is(script, "units")) {
    if (sink->begin_unit(sink, text_of("unit-1"), &verdict) != INGEST_OK) return INGEST_E_INTERNAL;
    if (verdict == INGEST_UNIT_SKIP) return INGEST_OK;
    if (sink->emit(sink, &record) != INGEST_OK) return INGEST_E_INTERNAL;
    return sink->end_unit(sink, text_of("unit-1"), text_of("report"));
  }
  if (is(script, "goes on")) {
    for (int i = 0; i < 5; ++i) sink->emit(sink, &record);
    return INGEST_OK;
  }
  return sink->emit(sink, &record);
}

static ingest_status test_connection(ingest_instance* instance, const ingest_call* call,
                                     const ingest_sink* sink, ingest_error* error) {
  ingest_record record = page();
  (void)instance, (void)call, (void)error;
  if (sink->begin_unit != 0 || sink->end_unit != 0) return INGEST_E_INTERNAL;
  record.kind = INGEST_RECORD_CHECK;
  return sink->emit(sink, &record);
}

static ingest_status transform(ingest_instance* instance, const ingest_call* call,
                               const ingest_record* in, const ingest_sink* sink,
                               ingest_error* error) {
  ingest_record record = page();
  (void)instance, (void)call, (void)error;
  record.kind = INGEST_RECORD_FINDING;
  record.payload = in->payload;
  return sink->emit(sink, &record);
}

struct rows_from_thread {
  const ingest_rows_sink* sink;
  ingest_status status;
};
static void* root_elsewhere(void* p) {
  struct rows_from_thread* work = p;
  work->status = work->sink->root(work->sink, text_of("{}"));
  return 0;
}

static ingest_status read_rows(ingest_instance* instance, const ingest_call* call,
                               const ingest_record* page, const ingest_rows_sink* sink,
                               ingest_error* error) {
  static const char zeros[1];
  static char deep[135];
  const ingest_text script = call->run_id;
  ingest_text bad = text_of("{}");
  (void)instance, (void)page;
  if (is(script, "garbled")) return garbled_error(error);
  if (is(script, "no root")) return INGEST_OK;
  if (is(script, "row first")) return sink->row(sink, 0, text_of("{}"));
  if (is(script, "other thread")) {
    struct rows_from_thread work = {sink, INGEST_OK};
    pthread_t thread;
    if (pthread_create(&thread, 0, root_elsewhere, &work) != 0) return INGEST_E_INTERNAL;
    pthread_join(thread, 0);
    return work.status;
  }
  if (sink->root(sink, text_of("{\"id\":\"p\"}")) != INGEST_OK && !is(script, "goes on"))
    return INGEST_E_CANCELLED;
  if (is(script, "two roots")) return sink->root(sink, text_of("{}"));
  if (is(script, "null row")) bad.data = 0;
  if (is(script, "large row")) {
    bad.data = zeros; /* refused by its size, so never read */
    bad.size = (size_t)INGEST_PAYLOAD_MAX + 1;
  }
  if (is(script, "no json")) bad = text_of("{\"a\":");
  if (is(script, "no object")) bad = text_of("[1]");
  if (is(script, "not utf8")) bad = text_of("{\"a\":\"\xff\"}");
  if (is(script, "deep row")) {
    memcpy(deep, "{\"a\":", 5);
    memset(deep + 5, '[', 64);
    memset(deep + 69, ']', 64);
    deep[133] = '}';
    bad = text_of(deep);
  }
  if (bad.size != 2 || bad.data == 0) return sink->row(sink, 0, bad);
  if (is(script, "beyond")) return sink->row(sink, 4, bad);
  if (is(script, "backwards")) {
    sink->row(sink, 1, bad);
    return sink->row(sink, 1, bad);
  }
  sink->row(sink, 0, text_of("{\"n\":0}"));
  return sink->row(sink, 3, text_of("{\"n\":3}"));
}

static const ingest_rows rows_table = {sizeof(ingest_rows), 0, read_rows};
static const ingest_rows short_rows_table = {8, 0, read_rows};

static const void* extension(ingest_instance* instance, const char* id) {
  (void)instance;
  if (strcmp(id, INGEST_EXT_ROWS) != 0 || offer == 0) return 0;
  if (offer == 2) return &short_rows_table;
  if (offer == 3) return (const char*)&rows_table + 1;
  return &rows_table;
}

SPECIMEN_ENTRY({
  specimen_table.create = create;
  specimen_table.fetch = fetch;
  specimen_table.test_connection = test_connection;
  specimen_table.transform = transform;
  specimen_table.get_extension = extension;
})
