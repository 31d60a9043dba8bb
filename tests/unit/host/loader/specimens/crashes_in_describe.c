#include <signal.h>

#include "specimen.h"
static const ingest_descriptor* crash(void) {
  raise(SIGKILL);
  return 0;
}
SPECIMEN_ENTRY(specimen_table.describe = crash)
