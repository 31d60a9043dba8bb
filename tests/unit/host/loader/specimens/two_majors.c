#include "specimen.h"
/* Speaks this host's major, and one to come. */
INGEST_EXPORT const void* ingest_connector_entry_v2(void);
INGEST_EXPORT const void* ingest_connector_entry_v2(void) { return 0; }
SPECIMEN_ENTRY()
