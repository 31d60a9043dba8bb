#include "specimen.h"
SPECIMEN_ENTRY()
