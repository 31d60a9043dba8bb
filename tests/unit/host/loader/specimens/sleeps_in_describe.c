#define _POSIX_C_SOURCE 200809L
#include <unistd.h>

#include "specimen.h"
static const ingest_descriptor* describe_some_day(void) {
  sleep(1000);
  return &specimen_descriptor;
}
SPECIMEN_ENTRY(specimen_table.describe = describe_some_day)
