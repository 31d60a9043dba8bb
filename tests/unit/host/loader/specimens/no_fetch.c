#include "specimen.h"
SPECIMEN_ENTRY(specimen_table.fetch = 0)
