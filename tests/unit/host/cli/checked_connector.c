/* checked_connector.c - a connector with two checks, "network" and "data", and one config key,
   "script", which says how they end. */
#define _POSIX_C_SOURCE 200809L
#include <string.h>
#include <time.h>

#include "loader/specimens/specimen.h"

/* As specimen_details, with config_fields{key: "script" type: STRING} and the two checks. */
static const char details[] =
    "\x0a\x08specimen\x12\x05"
    "1.2.3\x1a\x06Nobody\x22\x08Specimen"
    "\xa2\x01\x0a\x0a\x06script\x18\x01"
    "\xba\x01\x12\x0a\x07network\x12\x07Network"
    "\xba\x01\x0c\x0a\x04"
    "data\x12\x04"
    "Data";

static char script[4096];

static ingest_status create(const ingest_host* host, ingest_text settings, ingest_instance** out,
                            ingest_error* error) {
  const size_t size = settings.size < sizeof(script) ? settings.size : sizeof(script) - 1;
  memcpy(script, settings.data, size);
  script[size] = 0;
  return specimen_create(host, settings, out, error);
}

static ingest_status emit(const ingest_sink* sink, const char* bytes, size_t size) {
  ingest_record record;
  memset(&record, 0, sizeof(record));
  record.struct_size = sizeof(record);
  record.kind = INGEST_RECORD_CHECK;
  record.payload.data = bytes;
  record.payload.size = size;
  return sink->emit(sink, &record);
}
/* CheckResult: 1 id, 2 title, 3 outcome, 4 ms, 5 tried, 6 observed, 7 hint, 8 failure. */
#define EMIT(bytes) emit(sink, bytes, sizeof(bytes) - 1)
#define NETWORK "\x0a\x07network\x12\x07Network"
#define DATA     \
  "\x0a\x04"     \
  "data\x12\x04" \
  "Data"
#define SECRET "\x32\x1fsent Authorization: Bearer abcd"
#define HINT "\x3a\x08look \x1b[1"

static ingest_status test_connection(ingest_instance* instance, const ingest_call* call,
                                     const ingest_sink* sink, ingest_error* error) {
  (void)instance, (void)error;
  if (strstr(script, "hang") != 0) {
    const struct timespec pause = {0, 10000000};
    while (!call->is_cancelled(call)) nanosleep(&pause, 0);
    return INGEST_E_CANCELLED;
  }
  if (strstr(script, "refuse") != 0) {
    memcpy(error->message, "no such realm", 14);
    return INGEST_E_AUTH;
  }
  if (strstr(script, "forget") != 0) return EMIT(NETWORK "\x18\x01");
  if (strstr(script, "skip") != 0) {
    EMIT(NETWORK "\x18\x01");
    return EMIT(DATA "\x18\x04");
  }
  if (strstr(script, "garbage") != 0) return EMIT("\xff\xff\xff");
  if (strstr(script, "fail-config") != 0) {
    EMIT(NETWORK "\x18\x03\x40\x01" SECRET HINT);
    return EMIT(DATA "\x18\x04");
  }
  if (strstr(script, "fail-credentials") != 0) {
    EMIT(NETWORK "\x18\x03\x40\x02");
    return EMIT(DATA "\x18\x03\x40\x03");
  }
  if (strstr(script, "fail-network") != 0) {
    EMIT(NETWORK "\x18\x01");
    return EMIT(DATA "\x18\x03\x40\x03");
  }
  if (strstr(script, "fail-source") != 0) {
    EMIT(NETWORK "\x18\x02");
    return EMIT(DATA "\x18\x03\x40\x04");
  }
  EMIT(NETWORK "\x18\x01\x20\x2a\x2a\x07tried x");
  return EMIT(DATA "\x18\x02");
}

SPECIMEN_ENTRY({
  specimen_table.create = create;
  specimen_table.test_connection = test_connection;
  specimen_descriptor.details.data = details;
  specimen_descriptor.details.size = sizeof(details) - 1;
})
