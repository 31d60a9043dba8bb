// fetch.c - see fetch.h.
#include "fetch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void answer_release(const service_answer* answer) {
  answer->http->release(answer->http, answer->response);
}

ingest_status get(const ingest_instance* instance, const ingest_call* call,
                  const ingest_text* project, uint64_t page, service_answer* out,
                  ingest_error* error) {
  const char* name = project != NULL ? "advisories" : "projects";
  const size_t base = strlen(instance->url);
  char* url = malloc(base + 64 + (project != NULL ? 3 * project->size : 0));
  if (url == NULL) return fail(error, INGEST_E_INTERNAL, 0, "out of memory");
  memcpy(url, instance->url, base);
  char* end = url + base + sprintf(url + base, "/projects");
  if (project != NULL) {
    *end++ = '/';
    end = percent_encode(end, *project);
    sprintf(end, "/advisories?page=%llu", (unsigned long long)page);
  }
  ingest_status status = INGEST_E_UNSUPPORTED;
  out->http = http_client(instance->host);
  if (out->http == NULL)
    fail(error, status, 0, "this needs a host with " INGEST_EXT_HTTP);
  else
    status =
        http_get(out->http, call, url, instance->headers, INGEST_HTTP_JSON, &out->response, error);
  if (status == INGEST_OK) {
    out->text = (json){out->response->body.data, out->response->body.size};
    out->list = json_valid(out->text) ? json_get(out->text, name) : (json){NULL, 0};
    if (!json_is_list(out->list)) {
      status = fail(error, INGEST_E_BAD_DATA, 0, "GET %s: the answer has no list of %s", url, name);
      answer_release(out);
    }
  }
  free(url);
  return status;
}

// A project of the list, in memory of its own: its id, decoded, and behind it its entry.
typedef struct project {
  char* text;
  size_t id_size, entry_size;
} project;

static ingest_text id_of(const project* p) { return (ingest_text){p->text, p->id_size}; }
static ingest_bytes entry_of(const project* p) {
  return (ingest_bytes){p->text + p->id_size, p->entry_size};
}

static int by_id(const void* left, const void* right) {
  const project* a = left;
  const project* b = right;
  const size_t shorter = a->id_size < b->id_size ? a->id_size : b->id_size;
  const int order = memcmp(a->text, b->text, shorter);
  return order != 0 ? order : (a->id_size > b->id_size) - (a->id_size < b->id_size);
}

typedef struct projects {
  project* all;
  size_t size;
} projects;

static void forget(projects* list) {
  for (size_t i = 0; i < list->size; ++i) free(list->all[i].text);
  free(list->all);
}

static ingest_status read_projects(json listed, projects* list, ingest_error* error) {
  json item;
  size_t count = 0;
  for (json rest = json_elements(listed); json_next(&rest, &item);) ++count;
  list->size = 0;
  list->all = calloc(count + 1, sizeof(*list->all));
  if (list->all == NULL) return fail(error, INGEST_E_INTERNAL, 0, "out of memory");
  for (json rest = json_elements(listed); json_next(&rest, &item);) {
    const json id = json_get(item, "id");
    project* p = &list->all[list->size];
    p->text = malloc(id.size + item.size);
    if (p->text == NULL) return fail(error, INGEST_E_INTERNAL, 0, "out of memory");
    ++list->size;
    p->id_size = json_decode(id, p->text);
    p->entry_size = item.size;
    memcpy(p->text + p->id_size, item.text, item.size);
    if (p->id_size == 0 || p->id_size > INGEST_UNIT_MAX)
      return fail(error, INGEST_E_BAD_DATA, 0, "GET /projects: a project without a usable id");
  }
  qsort(list->all, list->size, sizeof(*list->all), by_id);  // what is listed twice stands together
  return INGEST_OK;
}

// UnitFailure of ingest.v1, or 0 for what concerns all units and ends the run.
static unsigned unit_failure(ingest_status status, const ingest_error* failure) {
  switch (status) {
    case INGEST_E_FORBIDDEN:
      return 1;
    case INGEST_E_BAD_DATA:
      return failure->vendor_code == 404 ? 2 : 4;
    case INGEST_E_UNAVAILABLE:
    case INGEST_E_TIMEOUT:
      return 3;
    case INGEST_E_TOO_LARGE:
      return 4;
    default:
      return 0;
  }
}

static ingest_status emit_page(const ingest_sink* sink, const project* p, ingest_bytes body,
                               uint64_t place, uint64_t rows) {
  char key[48];
  ingest_record page;
  snprintf(key, sizeof(key), "advisories page %llu", (unsigned long long)place + 1);
  memset(&page, 0, sizeof(page));
  page.struct_size = sizeof(page);
  page.kind = INGEST_RECORD_PAGE;
  page.type = text_of("application/json");
  page.unit = id_of(p);
  page.key = text_of(key);
  page.payload = body;
  page.context = entry_of(p);  // what the page itself does not say
  page.place = place;
  page.rows = rows;
  return sink->emit(sink, &page);
}

static ingest_status read_unit(ingest_instance* instance, const ingest_call* call,
                               const ingest_sink* sink, const project* p, ingest_error* error) {
  enum { COMPLETE = 1, INCOMPLETE = 3, FAILED = 4 };
  const ingest_text unit = id_of(p);
  ingest_error failure = {sizeof(failure), 0, 0, 0, {0}};
  ingest_status status;
  uint64_t claimed = 0, received = 0, pages = 0, rows = 0;
  wire report = {0};
  do {
    service_answer page;
    json row;
    status = get(instance, call, &unit, pages + 1, &page, &failure);
    if (status != INGEST_OK) break;
    rows = 0;
    for (json rest = json_elements(page.list); json_next(&rest, &row);) ++rows;
    if (!json_unsigned(json_get(page.text, "total"), &claimed)) claimed = 0;
    status = emit_page(sink, p, page.response->body, pages, rows);
    answer_release(&page);
    if (status != INGEST_OK) return fail(error, status, 0, "the host stopped the stream");
    ++pages;
    received += rows;
  } while (rows > 0 && received < claimed);

  // A unit that can't be read is told in its report, and costs no other.
  const unsigned why = unit_failure(status, &failure);
  if (status != INGEST_OK && why == 0)
    return fail(error, status, failure.vendor_code, "%s", failure.message);
  wire_bytes(&report, 1, unit.data, unit.size);

  wire_number(&report, 3, why != 0 ? FAILED : received < claimed ? INCOMPLETE : COMPLETE);
  wire_number(&report, 4, why);
  if (why != 0) wire_text(&report, 5, failure.message);
  if (why == 0 && received < claimed)
    wire_text(&report, 5, "the service ran out of rows before its own total");
  wire_number(&report, 8, claimed);
  wire_number(&report, 9, received);
  wire_number(&report, 10, pages);
  status = report.failed ? INGEST_E_INTERNAL
                         : sink->end_unit(sink, unit, (ingest_bytes){report.data, report.size});
  wire_free(&report);
  return status == INGEST_OK ? status : fail(error, status, 0, "the host refused the unit's end");
}

static ingest_status read_units(ingest_instance* instance, const ingest_call* call,
                                const ingest_sink* sink, const projects* list,
                                ingest_error* error) {
  uint64_t unique = 0;
  wire listing = {0};
  for (size_t i = 0; i < list->size; ++i)
    if (i == 0 || by_id(&list->all[i - 1], &list->all[i]) != 0) ++unique;
  wire_text(&listing, 1, "projects");
  wire_number(&listing, 3, list->size);  // received
  wire_number(&listing, 4, unique);
  wire_number(&listing, 5, 1);  // requests
  ingest_status status = emit_message(sink, INGEST_RECORD_LISTING, "ingest.v1.Listing", &listing);
  if (status != INGEST_OK) return fail(error, status, 0, "the host stopped the stream");
  for (size_t i = 0; i < list->size && status == INGEST_OK; ++i) {
    ingest_unit_verdict verdict = INGEST_UNIT_SKIP;
    if (i > 0 && by_id(&list->all[i - 1], &list->all[i]) == 0) continue;
    call->progress(call, i, list->size, id_of(&list->all[i]));
    status = sink->begin_unit(sink, id_of(&list->all[i]), &verdict);
    if (status != INGEST_OK) return fail(error, status, 0, "the host refused the unit");
    if (verdict == INGEST_UNIT_WANTED)
      status = read_unit(instance, call, sink, &list->all[i], error);
  }
  return status;
}

ingest_status fetch(ingest_instance* instance, const ingest_call* call, const ingest_sink* sink,
                    ingest_error* error) {
  service_answer listed;
  projects list = {NULL, 0};
  ingest_status status = get(instance, call, NULL, 0, &listed, error);
  if (status != INGEST_OK) return status;
  status = read_projects(listed.list, &list, error);
  answer_release(&listed);
  if (status == INGEST_OK) status = read_units(instance, call, sink, &list, error);
  forget(&list);
  return status;
}
