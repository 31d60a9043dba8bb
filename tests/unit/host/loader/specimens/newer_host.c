#include "specimen.h"
SPECIMEN_ENTRY(specimen_descriptor.required_host_minor = 7)
