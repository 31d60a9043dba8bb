// fetch.h - test_connection and fetch: all pages of all units are asked for at once and come in any
// order.
#ifndef INGEST_TESTS_CONFORMANCE_FETCH_H
#define INGEST_TESTS_CONFORMANCE_FETCH_H

#include <pthread.h>
#include <unistd.h>

#include "source.h"

#define UNITS_MAX 16
typedef struct unit {
  char id[32];
  char name[64];
  uint64_t wanted;  // pages
  uint64_t pages;   // that came
  uint64_t rows;
  bool failed;
} unit;

static inline ingest_status emit_check(const ingest_sink* sink, const char* id, const char* title,
                                       const ingest_status* result) {
  wire check = {{0}, 0, false};
  wire_text(&check, 1, id);
  wire_text(&check, 2, title);
  wire_uint(&check, 3, result == NULL ? 4 : *result == INGEST_OK ? 1 : 3);
  wire_text(&check, 5, "ask the source");
  wire_text(&check, 6, result == NULL ? "an earlier check failed" : "an answer");
  if (result != NULL && *result != INGEST_OK)
    wire_uint(&check, 8, *result == INGEST_E_AUTH ? 2 : 3);
  return emit(sink, INGEST_RECORD_CHECK, "ingest.v1.CheckResult", &check);
}

// A request of a fault: whatever comes back is let go.
static inline void ask_for_more(connection* c) {
  const ingest_http_response* r = NULL;
  if (ask(c, "/extra", NULL, &r, NULL) == INGEST_OK) c->http->release(c->http, r);
}

static inline ingest_status run_checks(ingest_instance* instance, const ingest_call* call,
                                       const ingest_sink* sink, ingest_error* error) {
  connection c;
  const ingest_http_response* r = NULL;
  ingest_status login = open_connection(instance, call, &c, error);
  ingest_status list = INGEST_OK;
  if (login != INGEST_OK) return login;
  login = log_in(&c, error);
  if (login == INGEST_E_CANCELLED) return login;
  if (login == INGEST_OK) {
    list = ask(&c, "/units", NULL, &r, error);
    if (list == INGEST_E_CANCELLED) return list;
    if (list == INGEST_OK) {
      if (!is_good(r)) list = refuse(r, "listing", error);
      release(&c, r);
    }
    if (has(BAD_REQUEST) || has(ASKS_MORE)) ask_for_more(&c);
  }
  const ingest_status* second = login == INGEST_OK ? &list : NULL;
  if (has(CHECKS_SWAPPED) && second != NULL) {
    const ingest_status status = emit_check(sink, "list", "List", second);
    return status != INGEST_OK ? status : emit_check(sink, "login", "Login", &login);
  }
  const ingest_status status = emit_check(sink, "login", "Login", &login);
  return status != INGEST_OK ? status : emit_check(sink, "list", "List", second);
}

typedef struct handover {
  const ingest_sink* sink;
  const ingest_record* record;
  ingest_status status;
} handover;

static inline void* emit_elsewhere(void* argument) {
  handover* h = argument;
  h->status = h->sink->emit(h->sink, h->record);
  return NULL;
}

static inline ingest_status emit_page(const ingest_sink* sink, unit* u, uint64_t place,
                                      ingest_text body) {
  static unsigned fetches = 0;
  ingest_record page;
  char context[96];
  char key[32];
  uint64_t rows = 0;
  ingest_text rest = body;
  while (rest.size > 0) rows += cut(&rest, '\n').size > 0 ? 1 : 0;
  snprintf(context, sizeof(context), has(COUNTS_FETCHES) ? "%s %u" : "%s", u->name, ++fetches);
  snprintf(key, sizeof(key), has(BAD_KEY) ? "page \xFF%u" : "page %u", (unsigned)place + 1);
  memset(&page, 0, sizeof(page));
  page.struct_size = sizeof(page);
  page.kind = INGEST_RECORD_PAGE;
  page.type = text_of("text/plain");
  page.unit = text_of(u->id);
  page.key = text_of(key);
  page.payload = body;
  page.context = text_of(context);
  page.place = has(PLACES_FROM_ONE) ? place + 1 : place;
  page.rows = rows;
  u->rows += rows;
  ++u->pages;
  if (has(EMITS_ELSEWHERE)) {
    handover h = {sink, &page, INGEST_E_INTERNAL};
    pthread_t thread;
    if (pthread_create(&thread, NULL, emit_elsewhere, &h) == 0) pthread_join(thread, NULL);
    return h.status;
  }
  const ingest_status status = sink->emit(sink, &page);
  return has(IGNORES_REFUSAL) ? INGEST_OK : status;
}

static inline ingest_status end_unit(const ingest_sink* sink, const unit* u) {
  wire report = {{0}, 0, false};
  wire_text(&report, 1, u->id);
  wire_text(&report, 2, u->name);
  wire_uint(&report, 3, u->failed ? 4 : u->pages == 0 ? 2 : 1);
  if (u->failed || u->pages == 0)
    wire_text(&report, 5, u->failed ? "it could not be read" : "empty");
  if (!u->failed) wire_uint(&report, 8, u->rows);
  wire_uint(&report, 9, has(WRONG_REPORT) ? u->rows + 1 : u->rows);
  wire_uint(&report, 10, u->pages);
  const ingest_bytes bytes = {report.data, report.size};
  const ingest_status status = sink->end_unit(sink, text_of(u->id), bytes);
  if (status != INGEST_OK || !has(ENDS_TWICE)) return status;
  return sink->end_unit(sink, text_of(u->id), bytes);
}

static inline uint64_t number_of(ingest_text text) {
  uint64_t number = 0;
  for (size_t i = 0; i < text.size && i < 3; ++i) {
    const char c = ((const char*)text.data)[i];
    if (c < '0' || c > '9') break;
    number = number * 10 + (uint64_t)(c - '0');
  }
  return number;
}

// Lines "id,name,pages". Units that the host does not want are counted, and not kept.
static inline ingest_status begin_units(const ingest_sink* sink, ingest_text list, unit* units,
                                        size_t* kept, uint64_t* begun) {
  while (list.size > 0 && *kept < UNITS_MAX) {
    ingest_text line = cut(&list, '\n');
    const ingest_text id = cut(&line, ',');
    const ingest_text name = cut(&line, ',');
    ingest_unit_verdict verdict = INGEST_UNIT_WANTED;
    unit* u = &units[*kept];
    if (id.size == 0) continue;
    memset(u, 0, sizeof(*u));
    demo_copy(u->id, sizeof(u->id), id.data, id.size);
    demo_copy(u->name, sizeof(u->name), name.data, name.size);
    u->wanted = number_of(line);
    ++*begun;
    ingest_status status = sink->begin_unit(sink, text_of(u->id), &verdict);
    if (has(ENDS_SKIPPED) && status == INGEST_OK && verdict == INGEST_UNIT_SKIP)
      status = end_unit(sink, u);
    if (status != INGEST_OK) return status;
    if (verdict == INGEST_UNIT_WANTED) ++*kept;
  }
  return INGEST_OK;
}

static inline ingest_status read_pages(connection* c, const ingest_sink* sink, unit* units,
                                       size_t count, ingest_error* error) {
  size_t outstanding = 0;
  ingest_status status = INGEST_OK;
  for (size_t i = 0; i < count && status == INGEST_OK; ++i) {
    if (units[i].wanted == 0) status = end_unit(sink, &units[i]);
    for (uint64_t page = 0; page < units[i].wanted && status == INGEST_OK; ++page) {
      char path[96];
      snprintf(path, sizeof(path), "/units/%s?page=%u", units[i].id, (unsigned)page + 1);
      status = submit(c, path, NULL, i * 1000 + page, error);
      ++outstanding;
    }
  }
  for (; outstanding > 0 && status == INGEST_OK; --outstanding) {
    const ingest_http_response* r = NULL;
    status = next(c, &r, error);
    if (failed_to_wait(status, error)) return known_status(status);
    unit* u = &units[r->tag / 1000];
    if (has(TRUSTS_ANSWERS) && r->status != INGEST_OK) u = NULL;
    if (is_good(r) && !u->failed) {
      status = emit_page(sink, u, r->tag % 1000, r->body);
    } else {
      u->failed = true;
    }
    release(c, r);
    if (--u->wanted == 0 && status == INGEST_OK) status = end_unit(sink, u);
  }
  return status;
}

#endif  // INGEST_TESTS_CONFORMANCE_FETCH_H
