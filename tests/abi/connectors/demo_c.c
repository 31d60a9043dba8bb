// demo_c.c - a connector in plain C11 against nothing but connector.h.
//
// Shows that the contract needs no library: the descriptor, every message and every error are
// written by hand. Settings may ask for trouble, see demo_mode_is. Each instance is [serial], and
// transform keeps no state, so it is [thread-safe].
#include <stdio.h>
#include <stdlib.h>

#include "demo_wire.h"

struct ingest_instance {
  const ingest_host* host;
  char mode[256];
};

static ingest_text text_of(const char* text) {
  ingest_text out = {text, strlen(text)};
  return out;
}

static ingest_status fail(ingest_error* error, ingest_status code, int32_t vendor_code,
                          const char* message) {
  if (error != NULL) {
    error->code = code;
    error->vendor_code = vendor_code;
    error->retry_after_ms = code == INGEST_E_RATE_LIMITED ? 1500u : 0u;
    snprintf(error->message, sizeof(error->message), "%s", message);
  }
  return code;
}

static bool asks(const ingest_instance* instance, const char* mode) {
  const demo_text settings = {instance->mode, strlen(instance->mode)};
  return demo_mode_is(settings, mode);
}

static ingest_status rate_limited(ingest_error* error) {
  return fail(error, INGEST_E_RATE_LIMITED, 429, "GET /rows: the source said 429");
}

static ingest_status send(const ingest_sink* sink, uint32_t kind, const char* type,
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

// The descriptor is constant, so its wire form is too: written here as the bytes that
// demo_wire_descriptor would give, for it must exist before anything runs.
#define FIELD_TEXT(tag, length, text) tag length text
static const char details[] = FIELD_TEXT("\x0A", "\x06", "demo-c")  // id
    FIELD_TEXT("\x12", "\x05", "1.0.0")                             // version
    FIELD_TEXT("\x1A", "\x04", "Demo")                              // vendor
    FIELD_TEXT("\x22", "\x0B", "Demo Source")                       // product_name
    FIELD_TEXT("\x2A", "\x0D", "Demonstration")                     // category
    "\x30\x01"                                                      // findings_support
    FIELD_TEXT("\x3A", "\x13", "Generic Application")               // supported_assets
    FIELD_TEXT("\x42", "\x04", "None")                              // integration_type
    FIELD_TEXT("\x4A", "\x0E", "Unidirectional")                    // direction
    FIELD_TEXT("\x5A", "\x1C", "Two units that never change.")      // summary
    FIELD_TEXT("\xBA\x01", "\x2F",                                  // checks: one CheckInfo
               FIELD_TEXT("\x0A", "\x06", "source") FIELD_TEXT("\x12", "\x06", "Source")
                   FIELD_TEXT("\x1A", "\x1D", "The built-in source is there."))
        FIELD_TEXT("\xE2\x01", "\x05", "units");  // unit_noun

static const ingest_descriptor descriptor = {
    sizeof(ingest_descriptor),
    0,
    INGEST_CAP_CONCURRENT_TRANSFORM,
    "demo-c",
    "Demo in C",
    "1.0.0",
    "Demo",
    {details, sizeof(details) - 1},
};

static const ingest_descriptor* describe(void) { return &descriptor; }

static ingest_status create(const ingest_host* host, ingest_text settings, ingest_instance** out,
                            ingest_error* error) {
  const demo_text asked = {settings.data, settings.size};
  ingest_instance* instance;
  *out = NULL;
  if (demo_mode_is(asked, "error@create")) return rate_limited(error);
  instance = calloc(1, sizeof(*instance));
  if (instance == NULL) return fail(error, INGEST_E_TOO_LARGE, 0, "out of memory");
  instance->host = host;
  if (settings.size > 0) {
    const size_t room = sizeof(instance->mode) - 1;
    memcpy(instance->mode, settings.data, settings.size < room ? settings.size : room);
  }
  *out = instance;
  return INGEST_OK;
}

static void destroy(ingest_instance* instance) { free(instance); }

static ingest_status test_connection(ingest_instance* instance, const ingest_call* call,
                                     const ingest_sink* sink, ingest_error* error) {
  wire check = {{0}, 0, false};
  (void)call;
  if (asks(instance, "error@test")) return rate_limited(error);
  demo_wire_check(&check);
  return send(sink, INGEST_RECORD_CHECK, "ingest.v1.CheckResult", &check);
}

static ingest_status fetch_unit(const ingest_sink* sink, const demo_unit* unit) {
  ingest_unit_verdict verdict = INGEST_UNIT_WANTED;
  ingest_record page;
  wire report = {{0}, 0, false};
  ingest_bytes report_bytes;
  ingest_status status = sink->begin_unit(sink, text_of(unit->id), &verdict);
  if (status != INGEST_OK || verdict != INGEST_UNIT_WANTED) return status;

  memset(&page, 0, sizeof(page));
  page.struct_size = sizeof(page);
  page.kind = INGEST_RECORD_PAGE;
  page.type = text_of("text/plain");
  page.unit = text_of(unit->id);
  page.key = text_of("rows page 1");
  page.payload = text_of(unit->body);
  page.context = text_of(unit->name);
  page.rows = unit->rows;
  status = sink->emit(sink, &page);
  if (status != INGEST_OK) return status;

  demo_wire_report(&report, unit);
  report_bytes.data = report.data;
  report_bytes.size = report.size;
  return sink->end_unit(sink, text_of(unit->id), report_bytes);
}

static ingest_status fetch(ingest_instance* instance, const ingest_call* call,
                           const ingest_sink* sink, ingest_error* error) {
  wire listing = {{0}, 0, false};
  ingest_status status;
  if (asks(instance, "error@fetch")) return rate_limited(error);
  while (asks(instance, "wait@fetch") && call->is_cancelled(call) == 0)
    call->progress(call, 0, DEMO_UNITS, text_of("waiting"));

  instance->host->log(instance->host, INGEST_LOG_INFO, text_of("demo: reading two units"));
  demo_wire_listing(&listing);
  status = send(sink, INGEST_RECORD_LISTING, "ingest.v1.Listing", &listing);
  for (uint64_t i = 0; i < DEMO_UNITS && status == INGEST_OK; ++i) {
    if (call->is_cancelled(call) != 0)
      return fail(error, INGEST_E_CANCELLED, 0, "cancelled by the host");
    status = fetch_unit(sink, &demo_units()[i]);
    call->progress(call, i + 1, DEMO_UNITS, text_of("units"));
  }
  return status == INGEST_OK ? INGEST_OK : fail(error, status, 0, "the host stopped the stream");
}

static ingest_status transform(ingest_instance* instance, const ingest_call* call,
                               const ingest_record* page, const ingest_sink* sink,
                               ingest_error* error) {
  wire asset = {{0}, 0, false};
  demo_text rest = {page->payload.data, page->payload.size};
  demo_row row;
  ingest_status status;
  (void)call;
  if (asks(instance, "error@transform")) return rate_limited(error);
  if (!demo_is_utf8(page->payload.data, page->payload.size) ||
      !demo_is_utf8(page->context.data, page->context.size))
    return fail(error, INGEST_E_BAD_DATA, 0, "a page that is not UTF-8");
  demo_wire_asset(&asset, page->unit, page->context);
  status = send(sink, INGEST_RECORD_ASSET, "ingest.v1.Asset", &asset);
  for (uint64_t number = 0; status == INGEST_OK && demo_next_row(&rest, &row); ++number) {
    wire message = {{0}, 0, false};
    if (strcmp(row.word, "skip") == 0) {
      demo_wire_filtered(&message);
      status = send(sink, INGEST_RECORD_FILTERED, "ingest.v1.FilteredRows", &message);
    } else if (demo_severity(row.word) == 0) {
      demo_wire_rejected(&message, page->unit, number, &row);
      status = send(sink, INGEST_RECORD_REJECTED, "ingest.v1.DeadLetter", &message);
    } else {
      demo_wire_finding(&message, page->unit, &row);
      status = send(sink, INGEST_RECORD_FINDING, "ingest.v1.Finding", &message);
    }
  }
  return status == INGEST_OK ? INGEST_OK : fail(error, status, 0, "the host stopped the stream");
}

static const void* get_extension(ingest_instance* instance, const char* id) {
  (void)instance;
  (void)id;
  return NULL;
}

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
  };
  return &table;
}
