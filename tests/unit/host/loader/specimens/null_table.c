#include "specimen.h"
INGEST_EXPORT const ingest_connector* ingest_connector_entry_v1(void) {
  (void)specimen_table;
  return 0;
}
