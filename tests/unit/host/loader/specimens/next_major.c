/* Speaks the next major only. */
const void* ingest_connector_entry_v2(void);
__attribute__((visibility("default"))) const void* ingest_connector_entry_v2(void) { return 0; }
