#include "specimen.h"
static const ingest_descriptor* nothing(void) { return 0; }
SPECIMEN_ENTRY(specimen_table.describe = nothing)
