// connector.c - @NAME@: reads projects and, page by page, the advisories against each one.
//
//   GET {url}/projects                         {"projects": [{"id", "name"}]}
//   GET {url}/projects/{id}/advisories?page=N  {"total", "advisories": [{"id", "title", ...}]}
//
// fetch reads, transform maps: pages are recorded and mapped again without the service, so a row
// needs nothing that is neither in its page nor in the page's context. transform keeps no state, so
// it is [thread-safe]; the other functions are called one at a time.
#define _DEFAULT_SOURCE  // explicit_bzero
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "fetch.h"
#include "mapping.h"

static ingest_descriptor descriptor = {sizeof(ingest_descriptor),
                                       0,
                                       INGEST_CAP_CONCURRENT_TRANSFORM,
                                       CONNECTOR_ID,
                                       CONNECTOR_PRODUCT,
                                       CONNECTOR_VERSION,
                                       CONNECTOR_VENDOR,
                                       {NULL, 0}};

static void make_descriptor(void) {
  static wire details;  // lives as long as the library
  write_descriptor(&details);
  descriptor.details.data = details.data;
  descriptor.details.size = details.size;
}

static const ingest_descriptor* describe(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, make_descriptor);
  return &descriptor;
}

// prefix, then the string of the setting, then suffix, to be freed. NULL unless the setting is a
// string with something in it and without NULs and line breaks, which would end a header.
static char* with_setting(const char* prefix, json value, const char* suffix) {
  const size_t size = value.size > 0 && value.text[0] == '"' ? json_decode(value, NULL) : 0;
  const size_t before = strlen(prefix);
  char* text = size > 0 ? malloc(before + value.size + strlen(suffix) + 1) : NULL;
  if (text == NULL) return NULL;
  memcpy(text, prefix, before);
  json_decode(value, text + before);
  text[before + size] = '\0';
  if (strlen(text) != before + size || strpbrk(text, "\r\n") != NULL) {
    free(text);
    return NULL;
  }
  memcpy(text + before + size, suffix, strlen(suffix) + 1);
  return text;
}

static void destroy(ingest_instance* instance) {
  if (instance == NULL) return;
  if (instance->headers != NULL) explicit_bzero(instance->headers, strlen(instance->headers));
  free(instance->headers);
  free(instance->url);
  free(instance);
}

static ingest_status create(const ingest_host* host, ingest_text settings, ingest_instance** out,
                            ingest_error* error) {
  const json all = {settings.data, settings.size};
  ingest_instance* made;
  json config;
  *out = NULL;
  if (!json_valid(all)) return fail(error, INGEST_E_CONFIG, 0, "the settings are no JSON");
  made = calloc(1, sizeof(*made));
  if (made == NULL) return fail(error, INGEST_E_INTERNAL, 0, "out of memory");
  made->host = host;
  config = json_get(all, "config");
  made->url = with_setting("", json_get(config, "url"), "");
  made->headers = with_setting("Authorization: Bearer ", json_get(config, "token"), "\n");
  if (made->url == NULL || made->headers == NULL) {
    const char* which = made->url == NULL ? "url" : "token";
    destroy(made);
    return fail(error, INGEST_E_CONFIG, 0, "config.%s is missing, or no single line of text",
                which);
  }
  for (size_t end = strlen(made->url); end > 0 && made->url[end - 1] == '/';)
    made->url[--end] = '\0';
  *out = made;
  return INGEST_OK;
}

static ingest_status test_connection(ingest_instance* instance, const ingest_call* call,
                                     const ingest_sink* sink, ingest_error* error) {
  enum { PASSED = 1, FAILED = 3, CREDENTIALS = 2, NETWORK = 3, SOURCE = 4 };
  ingest_error failure = {sizeof(failure), 0, 0, 0, {0}};
  service_answer projects;
  wire check = {0};
  const ingest_status status = get(instance, call, NULL, 0, &projects, &failure);
  if (status == INGEST_E_CANCELLED) return fail(error, status, 0, "cancelled by the host");
  wire_text(&check, 1, "api");
  wire_text(&check, 2, "API");
  wire_text(&check, 5, "GET /projects at config.url");  // tried
  if (status == INGEST_OK) {
    answer_release(&projects);
    wire_number(&check, 3, PASSED);
    wire_text(&check, 6, "the list of projects");  // observed
  } else {
    const bool refused = status == INGEST_E_AUTH || status == INGEST_E_FORBIDDEN;
    const bool strange = status == INGEST_E_BAD_DATA;
    wire_number(&check, 3, FAILED);
    wire_number(&check, 8, refused ? CREDENTIALS : strange ? SOURCE : NETWORK);
    wire_text(&check, 6, failure.message);
    wire_text(&check, 7,
              refused   ? "Check config.token and its permissions."
              : strange ? "Is config.url the address of the API?"
                        : "Check config.url and the proxy settings.");
  }
  return emit_message(sink, INGEST_RECORD_CHECK, "ingest.v1.CheckResult", &check);
}

// Each row is accounted for once: as filtered, as rejected, or as a finding.
static ingest_status map_row(const ingest_record* page, uint64_t number, json row,
                             const ingest_sink* sink) {
  wire message = {0};
  if (json_is(json_get(row, "withdrawn"), "true")) {
    wire_text(&message, 1, "withdrawn");
    wire_number(&message, 2, 1);
    return emit_message(sink, INGEST_RECORD_FILTERED, "ingest.v1.FilteredRows", &message);
  }
  const char* reason = write_finding(&message, page->unit, number, row);
  if (reason == NULL)
    return emit_message(sink, INGEST_RECORD_FINDING, "ingest.v1.Finding", &message);
  wire_free(&message);
  wire_number(&message, 3, number);
  wire_text(&message, 6, reason);
  wire_bytes(&message, 7, row.text, row.size < 65536 ? row.size : 65536);
  return emit_message(sink, INGEST_RECORD_REJECTED, "ingest.v1.DeadLetter", &message);
}

static ingest_status transform(ingest_instance* instance, const ingest_call* call,
                               const ingest_record* page, const ingest_sink* sink,
                               ingest_error* error) {
  const json body = {page->payload.data, page->payload.size};
  const json project = {page->context.data, page->context.size};
  wire asset = {0};
  json row;
  uint64_t number = 0;
  (void)instance;
  (void)call;
  if (!json_valid(body) || !json_valid(project))
    return fail(error, INGEST_E_BAD_DATA, 0, "the page or its context is no JSON");
  write_asset(&asset, page->unit, project);
  ingest_status status = emit_message(sink, INGEST_RECORD_ASSET, "ingest.v1.Asset", &asset);
  for (json rest = json_elements(json_get(body, "advisories"));
       status == INGEST_OK && json_next(&rest, &row); ++number)
    status = map_row(page, number, row, sink);
  return status == INGEST_OK ? status : fail(error, status, 0, "the host stopped the stream");
}

static const void* get_extension(ingest_instance* instance, const char* id) {
  (void)instance;
  (void)id;
  return NULL;
}

const ingest_connector* ingest_connector_entry_v1(void) {
  static const ingest_connector table = {sizeof(ingest_connector),
                                         INGEST_ABI_MINOR,
                                         describe,
                                         create,
                                         destroy,
                                         test_connection,
                                         fetch,
                                         transform,
                                         get_extension};
  return &table;
}
