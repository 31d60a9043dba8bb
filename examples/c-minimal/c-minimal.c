// c-minimal.c - a connector in C: one file, no library. It reads the lists of open ports that a
// made-up scanner writes as text, one line a port, fields separated by tabs:
//
//   GET {url}   HOST  PORT  SEVERITY  TITLE        severity: 1 (lowest) to 5
//
// The list is one unit of one page, and each host an asset. JSON, requests and protobuf's wire
// format come from the SDK's sources, share/ingest/c. transform keeps no state, so it is
// [thread-safe].
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "json.h"
#include "wire.h"

#define UNIT "ports"
#define VENDOR "Example"
#define PRODUCT "Example Port Scanner"

struct ingest_instance {
  const ingest_host* host;
  char* url;
};

// ---- what it is

static ingest_descriptor descriptor = {sizeof(ingest_descriptor),
                                       0,
                                       INGEST_CAP_CONCURRENT_TRANSFORM,
                                       "c-minimal",
                                       PRODUCT,
                                       "1.0.0",
                                       VENDOR,
                                       {NULL, 0}};

static void make_descriptor(void) {
  enum { FIELD_TYPE_URL = 5 };
  static wire details;  // lives as long as the library
  wire url = {0};
  wire check = {0};
  wire_text(&details, 1, descriptor.id);
  wire_text(&details, 2, descriptor.version);
  wire_text(&details, 3, VENDOR);
  wire_text(&details, 4, PRODUCT);
  wire_number(&details, 6, 1);     // findings_support
  wire_text(&details, 7, "Host");  // supported_assets
  wire_text(&details, 11, "Reads one list of open ports.");
  wire_text(&url, 1, "url");
  wire_text(&url, 2, "URL");
  wire_number(&url, 3, FIELD_TYPE_URL);
  wire_number(&url, 4, 1);  // required
  wire_text(&url, 5, "Where the scanner puts its list.");
  wire_text(&url, 6, "https://scanner.example.com/ports.txt");
  wire_message(&details, 20, &url);
  wire_text(&check, 1, "list");
  wire_text(&check, 2, "List of Ports");
  wire_message(&details, 23, &check);
  wire_text(&details, 28, "lists");  // unit_noun
  descriptor.details.data = details.data;
  descriptor.details.size = details.size;
}

static const ingest_descriptor* describe(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, make_descriptor);
  return &descriptor;
}

// ---- its life

static void destroy(ingest_instance* instance) {
  if (instance != NULL) free(instance->url);
  free(instance);
}

static ingest_status create(const ingest_host* host, ingest_text settings, ingest_instance** out,
                            ingest_error* error) {
  const json all = {settings.data, settings.size};
  json url = {NULL, 0};
  ingest_instance* made = calloc(1, sizeof(*made));
  *out = NULL;
  if (made == NULL) return fail(error, INGEST_E_INTERNAL, 0, "out of memory");
  if (json_valid(all)) url = json_get(json_get(all, "config"), "url");
  made->url = calloc(1, url.size + 1);
  if (made->url != NULL) json_decode(url, made->url);
  if (made->url == NULL || url.size == 0 || url.text[0] != '"' || made->url[0] == '\0') {
    destroy(made);
    return fail(error, INGEST_E_CONFIG, 0, "config.url is missing");
  }
  made->host = host;
  *out = made;
  return INGEST_OK;
}

// On INGEST_OK the answer is the caller's to release. The client is asked for when it is needed:
// transform works without one.
static ingest_status get_list(const ingest_instance* instance, const ingest_call* call,
                              const ingest_http_response** response, ingest_error* error) {
  const ingest_http* http = http_client(instance->host);
  if (http == NULL)
    return fail(error, INGEST_E_UNSUPPORTED, 0, "this needs a host with " INGEST_EXT_HTTP);
  return http_get(http, call, instance->url, "", 0, response, error);
}

static void release(const ingest_instance* instance, const ingest_http_response* response) {
  const ingest_http* http = http_client(instance->host);
  http->release(http, response);
}

static ingest_status test_connection(ingest_instance* instance, const ingest_call* call,
                                     const ingest_sink* sink, ingest_error* error) {
  enum { PASSED = 1, FAILED = 3, NETWORK = 3 };
  ingest_error failure = {sizeof(failure), 0, 0, 0, {0}};
  const ingest_http_response* response;
  wire check = {0};
  const ingest_status status = get_list(instance, call, &response, &failure);
  if (status == INGEST_E_CANCELLED) return fail(error, status, 0, "cancelled by the host");
  wire_text(&check, 1, "list");
  wire_text(&check, 2, "List of Ports");
  wire_number(&check, 3, status == INGEST_OK ? PASSED : FAILED);
  wire_text(&check, 5, "GET config.url");
  if (status == INGEST_OK) {
    release(instance, response);
  } else {
    wire_text(&check, 6, failure.message);
    wire_text(&check, 7, "Check config.url and the proxy settings.");
    wire_number(&check, 8, NETWORK);
  }
  return emit_message(sink, INGEST_RECORD_CHECK, "ingest.v1.CheckResult", &check);
}

// ---- reading

// The next line that is not empty, without its end. False when there is none.
static bool next_line(ingest_text* rest, ingest_text* line) {
  do {
    if (rest->size == 0) return false;
    const char* end = memchr(rest->data, '\n', rest->size);
    line->data = rest->data;
    line->size = end == NULL ? rest->size : (size_t)(end - (const char*)rest->data);
    const size_t used = line->size + (end == NULL ? 0 : 1);
    rest->data = (const char*)rest->data + used;
    rest->size -= used;
  } while (line->size == 0);
  return true;
}

static ingest_status end_unit(const ingest_sink* sink, uint64_t rows) {
  enum { COMPLETE = 1 };
  wire report = {0};
  wire_text(&report, 1, UNIT);
  wire_number(&report, 3, COMPLETE);
  wire_number(&report, 9, rows);  // rows_received
  wire_number(&report, 10, 1);    // pages
  const ingest_bytes bytes = {report.data, report.size};
  const ingest_status status =
      report.failed ? INGEST_E_INTERNAL : sink->end_unit(sink, text_of(UNIT), bytes);
  wire_free(&report);
  return status;
}

static ingest_status fetch(ingest_instance* instance, const ingest_call* call,
                           const ingest_sink* sink, ingest_error* error) {
  const ingest_http_response* response;
  ingest_unit_verdict verdict = INGEST_UNIT_SKIP;
  ingest_record page;
  ingest_text line;
  wire listing = {0};
  wire_text(&listing, 1, "lists");
  wire_number(&listing, 3, 1);  // received
  wire_number(&listing, 4, 1);  // unique
  ingest_status status = emit_message(sink, INGEST_RECORD_LISTING, "ingest.v1.Listing", &listing);
  if (status == INGEST_OK) status = sink->begin_unit(sink, text_of(UNIT), &verdict);
  if (status != INGEST_OK) return fail(error, status, 0, "the host refused the unit");
  if (verdict != INGEST_UNIT_WANTED) return INGEST_OK;
  status = get_list(instance, call, &response, error);
  if (status != INGEST_OK) return status;  // there is no other unit that could do without it
  memset(&page, 0, sizeof(page));
  page.struct_size = sizeof(page);
  page.kind = INGEST_RECORD_PAGE;
  page.type = text_of("text/tab-separated-values");
  page.unit = text_of(UNIT);
  page.key = text_of("list");
  page.payload = response->body;
  for (ingest_text rest = response->body; next_line(&rest, &line);) ++page.rows;
  status = sink->emit(sink, &page);
  if (status == INGEST_OK) status = end_unit(sink, page.rows);
  release(instance, response);
  return status == INGEST_OK ? status : fail(error, status, 0, "the host stopped the stream");
}

// ---- mapping

enum { HOST = 0, PORT = 1, SEVERITY = 2, TITLE = 3, FIELDS = 4, ASSET_CLASS_HOST = 5 };

// False unless the line is UTF-8 and has all fields, none of them empty, and a severity.
static bool split(ingest_text line, ingest_text fields[FIELDS]) {
  const char* at = line.data;
  const char* end = at + line.size;
  if (!json_is_utf8((json){line.data, line.size})) return false;
  for (int i = 0; i < FIELDS; ++i) {
    const char* tab = i < TITLE ? memchr(at, '\t', (size_t)(end - at)) : end;
    if (tab == NULL || tab == at) return false;
    fields[i].data = at;
    fields[i].size = (size_t)(tab - at);
    at = tab < end ? tab + 1 : end;
  }
  const char* severity = fields[SEVERITY].data;
  return fields[SEVERITY].size == 1 && *severity >= '1' && *severity <= '5';
}

static ingest_status emit_host(const ingest_sink* sink, ingest_text host) {
  wire asset = {0};
  wire_number(&asset, 2, ASSET_CLASS_HOST);
  wire_bytes(&asset, 3, host.data, host.size);  // external_asset_id
  wire_bytes(&asset, 5, host.data, host.size);  // name
  wire_text(&asset, 7, VENDOR);
  wire_text(&asset, 8, PRODUCT);
  return emit_message(sink, INGEST_RECORD_ASSET, "ingest.v1.Asset", &asset);
}

static ingest_status emit_finding(const ingest_sink* sink, uint64_t number,
                                  const ingest_text fields[FIELDS]) {
  enum { ACTIVE = 2 };
  wire finding = {0};
  wire place = {0};
  wire_bytes(&finding, 3, fields[HOST].data, fields[HOST].size);
  wire_number(&finding, 26, ASSET_CLASS_HOST);
  wire_bytes(&finding, 4, fields[PORT].data, fields[PORT].size);  // external_finding_id
  wire_bytes(&finding, 5, fields[PORT].data, fields[PORT].size);  // identity_key
  wire_number(&place, 3, number);
  wire_message(&finding, 9, &place);
  wire_bytes(&finding, 10, fields[TITLE].data, fields[TITLE].size);
  wire_number(&finding, 14, (uint64_t)(*(const char*)fields[SEVERITY].data - '0'));
  wire_number(&finding, 30, ACTIVE);
  wire_text(&finding, 60, VENDOR);
  wire_text(&finding, 61, PRODUCT);
  return emit_message(sink, INGEST_RECORD_FINDING, "ingest.v1.Finding", &finding);
}

static ingest_status transform(ingest_instance* instance, const ingest_call* call,
                               const ingest_record* page, const ingest_sink* sink,
                               ingest_error* error) {
  ingest_text rest = page->payload;
  ingest_text line;
  ingest_text fields[FIELDS];
  ingest_status status = INGEST_OK;
  (void)instance;
  (void)call;
  for (uint64_t number = 0; status == INGEST_OK && next_line(&rest, &line); ++number) {
    if (split(line, fields)) {
      status = emit_host(sink, fields[HOST]);  // again for each port: the host knows it by its id
      if (status == INGEST_OK) status = emit_finding(sink, number, fields);
    } else {
      wire letter = {0};
      wire_number(&letter, 3, number);
      wire_text(&letter, 6, "not HOST, PORT, SEVERITY from 1 to 5, TITLE with tabs between");
      wire_bytes(&letter, 7, line.data, line.size < 65536 ? line.size : 65536);
      status = emit_message(sink, INGEST_RECORD_REJECTED, "ingest.v1.DeadLetter", &letter);
    }
  }
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
