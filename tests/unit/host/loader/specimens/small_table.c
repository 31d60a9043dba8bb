#include "specimen.h"
SPECIMEN_ENTRY(specimen_table.struct_size = 16)
