/* crashing_connector.c - a connector that loads well and dies as soon as it is to read. */
#include <stdlib.h>

#include "../unit/host/loader/specimens/specimen.h"

static ingest_status fetch(ingest_instance* instance, const ingest_call* call,
                           const ingest_sink* sink, ingest_error* error) {
  (void)instance, (void)call, (void)sink, (void)error;
  abort();
}

SPECIMEN_ENTRY((specimen_table.fetch = fetch))
