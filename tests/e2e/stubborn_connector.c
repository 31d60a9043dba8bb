/* stubborn_connector.c - a connector that does not stop when it is told to. It reads one unit well,
   says "ready" in the log, then does what the environment variable STUBBORN says; without it, it
   reads a second unit. */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../unit/host/loader/specimens/specimen.h"

static const ingest_host* host;

static ingest_status create(const ingest_host* given, ingest_text settings, ingest_instance** out,
                            ingest_error* error) {
  host = given;
  return specimen_create(given, settings, out, error);
}

static int told(const char* what) {
  const char* mode = getenv("STUBBORN");
  return mode != 0 && strcmp(mode, what) == 0;
}

static void say_ready(void) {
  const ingest_text line = {"ready", 5};
  host->log(host, INGEST_LOG_ERROR, line);
}

static void sleep_ms(long ms) {
  const struct timespec pause = {0, ms * 1000000};
  nanosleep(&pause, 0);
}

static ingest_status page(const ingest_sink* sink, const char* unit, const char* body,
                          uint64_t place) {
  ingest_record record;
  memset(&record, 0, sizeof(record));
  record.struct_size = sizeof(record);
  record.kind = INGEST_RECORD_PAGE;
  record.unit.data = unit;
  record.unit.size = strlen(unit);
  record.payload.data = body;
  record.payload.size = strlen(body);
  record.place = place;
  return sink->emit(sink, &record);
}

/* UnitReport{unit, outcome: COMPLETE, pages: 1} of a unit with four letters. */
static ingest_status unit(const ingest_sink* sink, const char* name) {
  char report[10] = "\x0a\x04....\x18\x01\x50\x01";
  const ingest_text text = {name, 4};
  const ingest_bytes bytes = {report, sizeof(report)};
  ingest_unit_verdict verdict = INGEST_UNIT_WANTED;
  ingest_status status = sink->begin_unit(sink, text, &verdict);
  memcpy(report + 2, name, 4);
  if (status != INGEST_OK || verdict != INGEST_UNIT_WANTED) return status;
  status = page(sink, name, "well", 0);
  return status == INGEST_OK ? sink->end_unit(sink, text, bytes) : status;
}

static ingest_status fetch(ingest_instance* instance, const ingest_call* call,
                           const ingest_sink* sink, ingest_error* error) {
  const ingest_text other = {"deaf", 4};
  ingest_unit_verdict verdict = INGEST_UNIT_WANTED;
  ingest_status status = unit(sink, "kept");
  uint64_t place = 0;
  (void)instance, (void)call, (void)error;
  if (status != INGEST_OK) return status;
  if (getenv("STUBBORN") == 0) return unit(sink, "more");
  if (told("fetch")) {
    say_ready();
    for (;;) sleep_ms(100);
  }
  status = sink->begin_unit(sink, other, &verdict);
  while (status == INGEST_OK) {
    status = page(sink, "deaf", "deaf", place++);
    while (status == INGEST_OK && told("transform")) sleep_ms(100);
  }
  return status;
}

static ingest_status transform(ingest_instance* instance, const ingest_call* call,
                               const ingest_record* record, const ingest_sink* sink,
                               ingest_error* error) {
  ingest_record filtered;
  (void)instance, (void)error;
  if (record->payload.size != 4 || memcmp(record->payload.data, "deaf", 4) != 0) return INGEST_OK;
  say_ready();
  if (told("queue"))
    while (!call->is_cancelled(call)) sleep_ms(10);
  if (told("transform"))
    for (;;) sleep_ms(100);
  /* A page without end: it ends when the host takes no more. */
  memset(&filtered, 0, sizeof(filtered));
  filtered.struct_size = sizeof(filtered);
  filtered.kind = INGEST_RECORD_FILTERED;
  filtered.type.data = "ingest.v1.FilteredRows";
  filtered.type.size = 22;
  while (sink->emit(sink, &filtered) == INGEST_OK) {
  }
  return INGEST_OK;
}

SPECIMEN_ENTRY((specimen_table.create = create, specimen_table.fetch = fetch,
                specimen_table.transform = transform))
