// contract.c - a library whose exported functions lead to every type of the contract, so that its
// debug information holds the whole of it. It is compared with the committed baseline; never
// loaded.
#include <ingest/connector.h>
#include <ingest/ext/http.h>
#include <ingest/ext/rows.h>

INGEST_EXPORT const ingest_http* contract_of_http(void);
INGEST_EXPORT const ingest_rows* contract_of_rows(void);

const ingest_connector* ingest_connector_entry_v1(void) { return NULL; }
const ingest_http* contract_of_http(void) { return NULL; }
const ingest_rows* contract_of_rows(void) { return NULL; }
