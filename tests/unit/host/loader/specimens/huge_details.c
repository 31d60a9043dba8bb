#include "specimen.h"
SPECIMEN_ENTRY(specimen_descriptor.details.size = (size_t)1 << 40)
