#include <stdlib.h>

#include "specimen.h"
SPECIMEN_CONSTRUCTOR { _Exit(0); }
SPECIMEN_ENTRY()
