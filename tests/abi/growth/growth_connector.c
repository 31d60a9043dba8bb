// growth_connector.c - one connector, built against the 1.0 header and against a 1.1 that appends a
// function to three tables. It logs which of the new functions it saw, and calls those it saw.
#include <ingest/connector.h>
#include <stdlib.h>
#include <string.h>

#if INGEST_ABI_MINOR != BUILT_WITH_MINOR
#error "not the header that this build was meant to use"
#endif

struct ingest_instance {
  const ingest_host* host;
};

static ingest_text text_of(const char* text) {
  ingest_text out = {text, strlen(text)};
  return out;
}

static const ingest_descriptor* describe(void) {
  static const ingest_descriptor descriptor = {
      sizeof(ingest_descriptor), 0, 0, "growth", "Growth", "1.0.0", "Demo", {"", 0}};
  return &descriptor;
}

static ingest_status create(const ingest_host* host, ingest_text settings, ingest_instance** out,
                            ingest_error* error) {
  (void)settings;
  (void)error;
  *out = calloc(1, sizeof(**out));
  if (*out == NULL) return INGEST_E_TOO_LARGE;
  (*out)->host = host;
  return INGEST_OK;
}

static void destroy(ingest_instance* instance) { free(instance); }

static ingest_status test_connection(ingest_instance* instance, const ingest_call* call,
                                     const ingest_sink* sink, ingest_error* error) {
  (void)instance;
  (void)call;
  (void)sink;
  (void)error;
  return INGEST_OK;
}

static ingest_status fetch(ingest_instance* instance, const ingest_call* call,
                           const ingest_sink* sink, ingest_error* error) {
  const ingest_host* host = instance->host;
  const char* seen = "none";
  ingest_unit_verdict verdict = INGEST_UNIT_WANTED;
  const ingest_bytes report = {"", 0};
  ingest_record page;
  (void)call;
  (void)error;

  memset(&page, 0, sizeof(page));
  page.struct_size = sizeof(page);
  page.kind = INGEST_RECORD_PAGE;
  page.unit = text_of("u");
  page.payload = text_of("body");
  if (sink->begin_unit(sink, page.unit, &verdict) != INGEST_OK) return INGEST_E_INTERNAL;
  if (sink->emit(sink, &page) != INGEST_OK) return INGEST_E_INTERNAL;
#if INGEST_ABI_MINOR >= 1
  if (INGEST_HAS(host, ingest_host, open_units) && host->open_units(host) == 1) seen = "host";
  if (INGEST_HAS(sink, ingest_sink, flush) && sink->flush(sink) == INGEST_OK)
    seen = strcmp(seen, "host") == 0 ? "host and sink" : "sink";
#endif
  host->log(host, INGEST_LOG_INFO, text_of(seen));
  return sink->end_unit(sink, page.unit, report);
}

static ingest_status transform(ingest_instance* instance, const ingest_call* call,
                               const ingest_record* page, const ingest_sink* sink,
                               ingest_error* error) {
  (void)instance;
  (void)call;
  (void)error;
  return sink->emit(sink, page);
}

static const void* get_extension(ingest_instance* instance, const char* id) {
  (void)instance;
  (void)id;
  return NULL;
}

#if INGEST_ABI_MINOR >= 1
static int64_t units_hint(ingest_instance* instance) {
  (void)instance;
  return 1;
}
#endif

const ingest_connector* ingest_connector_entry_v1(void) {
  static const ingest_connector table = {
    sizeof(ingest_connector),
    INGEST_ABI_MINOR,
    describe,
    create,
    destroy,
    test_connection,
    fetch,
    transform,
    get_extension,
#if INGEST_ABI_MINOR >= 1
    units_hint,
#endif
  };
  return &table;
}
