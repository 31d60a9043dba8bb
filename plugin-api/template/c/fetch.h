// fetch.h - reading the service. [serial], as fetch of the contract.
#ifndef FETCH_H
#define FETCH_H

#include "support/host.h"
#include "support/json.h"

struct ingest_instance {
  const ingest_http* http;
  char* url;      // without '/' at its end
  char* headers;  // of every request; holds the token
};

// GET url + "/projects", or with a project url + "/projects/PROJECT/advisories?page=N". On
// INGEST_OK the answer is valid JSON with the list asked for, until the caller releases the
// response.
ingest_status get(const ingest_instance* instance, const ingest_call* call,
                  const ingest_text* project, uint64_t page, const ingest_http_response** response,
                  json* answer, json* list, ingest_error* error);

ingest_status fetch(ingest_instance* instance, const ingest_call* call, const ingest_sink* sink,
                    ingest_error* error);

#endif  // FETCH_H
