#include "specimen.h"
SPECIMEN_ENTRY(specimen_descriptor.id = "../\033[31mred")
