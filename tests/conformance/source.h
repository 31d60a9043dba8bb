// source.h - the source's three requests through the host's HTTP: log in, list the units, read a
// page of a unit. Texts of lines; the end of a list is the end of its text.
#ifndef INGEST_TESTS_CONFORMANCE_SOURCE_H
#define INGEST_TESTS_CONFORMANCE_SOURCE_H

#include <time.h>

#include "instance.h"

typedef struct connection {
  const ingest_instance* instance;
  const ingest_http* http;
  const ingest_call* call;
  char access[64];  // what the login gave
} connection;

static inline ingest_status open_connection(const ingest_instance* instance,
                                            const ingest_call* call, connection* out,
                                            ingest_error* error) {
  static const ingest_text nothing = {NULL, 0};
  out->instance = instance;
  out->call = call;
  out->access[0] = '\0';
  out->http = instance->host->get_extension(instance->host, INGEST_EXT_HTTP);
  if (out->http == NULL && !has(NEEDS_HTTP))
    return fail(error, INGEST_E_UNSUPPORTED, "this connector needs a host with " INGEST_EXT_HTTP,
                nothing);
  return INGEST_OK;
}

// path is "/units" or the like; a body makes it a POST.
static inline ingest_status submit(connection* c, const char* path, const char* body, uint64_t tag,
                                   ingest_error* error) {
  ingest_http_request request;
  char url[1024];
  char headers[128] = "";
  snprintf(url, sizeof(url), "%s%s", c->instance->base_url, path);
  if (c->access[0] != '\0') snprintf(headers, sizeof(headers), "X-Access: %s\n", c->access);
  memset(&request, 0, sizeof(request));
  request.struct_size = sizeof(request);
  request.method = text_of(has(BAD_REQUEST) && strcmp(path, "/extra") == 0 ? "get it"
                           : body == NULL                                  ? "GET"
                                                                           : "POST");
  request.url = text_of(url);
  request.headers = text_of(headers);
  if (body != NULL) request.body = text_of(body);
  request.tag = tag;
  return c->http->submit(c->http, c->call, &request, error);
}

static inline ingest_status next(connection* c, const ingest_http_response** out,
                                 ingest_error* error) {
  ingest_status status = c->http->next(c->http, c->call, -1, out, error);
  for (int i = 0; has(IGNORES_CANCEL) && status == INGEST_E_CANCELLED && i < 16 * FAULT_SLOWNESS;
       ++i) {
    const struct timespec pause = {0, 100 * 1000 * 1000};
    nanosleep(&pause, NULL);
    status = c->http->next(c->http, c->call, -1, out, error);
  }
  return status;
}

static inline void release(const connection* c, const ingest_http_response* response) {
  if (has(KEEPS_RESPONSE) && response->http_status != 200) return;
  c->http->release(c->http, response);
}

// What an answer that is none leads to: which is what was tried.
static inline ingest_status refuse(const ingest_http_response* r, const char* which,
                                   ingest_error* error) {
  char what[256];
  ingest_status code = r->status;
  if (r->status == INGEST_OK) {
    code = INGEST_E_BAD_DATA;
    if (r->http_status == 401) code = INGEST_E_AUTH;
    if (r->http_status == 403) code = INGEST_E_FORBIDDEN;
    if (r->http_status == 429) code = INGEST_E_RATE_LIMITED;
    if (r->http_status >= 500) code = INGEST_E_UNAVAILABLE;
  } else if (code < 0 || code > INGEST_E_TOO_LARGE) {
    code = INGEST_E_INTERNAL;
  }
  snprintf(what, sizeof(what), "%s: HTTP %d: ", which, r->http_status);
  if (has(NEEDS_ERROR)) error->vendor_code = r->http_status;
  fail(error, code, what, r->body);
  if (has(CUTS_MESSAGE) && error != NULL && r->body.size > sizeof(error->message)) {
    const size_t size = strlen(what);
    const size_t odd = (sizeof(error->message) - 1 - size - strlen("{\"message\":\"")) % 2;
    memcpy(error->message + size, r->body.data, sizeof(error->message) - 1 - size - (odd ^ 1));
    error->message[sizeof(error->message) - 1 - (odd ^ 1)] = '\0';
  }
  if (error != NULL) error->vendor_code = r->http_status;
  return code;
}

static inline bool is_good(const ingest_http_response* r) {
  return r->status == INGEST_OK && r->http_status == 200 &&
         demo_is_utf8(r->body.data, r->body.size);
}

static inline bool failed_to_wait(ingest_status status, ingest_error* error) {
  static const ingest_text nothing = {NULL, 0};
  if (status == INGEST_OK) return false;
  const bool known = status > 0 && status <= INGEST_E_TOO_LARGE;
  fail(error, known ? status : INGEST_E_INTERNAL, "waiting for the source", nothing);
  return true;
}

static inline ingest_status known_status(ingest_status status) {
  return status >= 0 && status <= INGEST_E_TOO_LARGE ? status : INGEST_E_INTERNAL;
}

// One request whose answer is taken whole; *out is released by the caller.
static inline ingest_status ask(connection* c, const char* path, const char* body,
                                const ingest_http_response** out, ingest_error* error) {
  ingest_status status = submit(c, path, body, 0, error);
  if (status == INGEST_OK) status = next(c, out, error);
  return failed_to_wait(status, error) ? known_status(status) : INGEST_OK;
}

static inline ingest_status log_in(connection* c, ingest_error* error) {
  const ingest_http_response* r = NULL;
  char body[600];
  snprintf(body, sizeof(body), "token=%s", c->instance->token);
  ingest_status status = ask(c, "/login", body, &r, error);
  if (status != INGEST_OK) return status;
  if (!is_good(r)) {
    status = refuse(r, "logging in", error);
  } else {
    const size_t size = r->body.size < sizeof(c->access) - 1 ? r->body.size : sizeof(c->access) - 1;
    for (size_t i = 0; i < size && ((const char*)r->body.data)[i] > ' '; ++i) {
      c->access[i] = ((const char*)r->body.data)[i];
      c->access[i + 1] = '\0';
    }
  }
  release(c, r);
  return status;
}

#endif  // INGEST_TESTS_CONFORMANCE_SOURCE_H
