// fetch.h - reading the service. [serial], as fetch of the contract.
#ifndef FETCH_H
#define FETCH_H

#include "support/host.h"
#include "support/json.h"

struct ingest_instance {
  const ingest_host* host;
  char* url;      // without '/' at its end
  char* headers;  // of every request; holds the token
};

// An answer of the service: valid JSON with the list that was asked for, until answer_release.
typedef struct service_answer {
  const ingest_http* http;
  const ingest_http_response* response;
  json text;
  json list;
} service_answer;

// GET url + "/projects", or with a project url + "/projects/PROJECT/advisories?page=N". Only on
// INGEST_OK there is an answer, which is the caller's to release. The host's HTTP client is asked
// for here and not in create, since transform works without one.
ingest_status get(const ingest_instance* instance, const ingest_call* call,
                  const ingest_text* project, uint64_t page, service_answer* out,
                  ingest_error* error);
void answer_release(const service_answer* answer);

ingest_status fetch(ingest_instance* instance, const ingest_call* call, const ingest_sink* sink,
                    ingest_error* error);

#endif  // FETCH_H
