#include "specimen.h"
SPECIMEN_ENTRY(specimen_descriptor.version = "9.9.9")
