#include <stdlib.h>

#include "specimen.h"
SPECIMEN_CONSTRUCTOR { abort(); }
SPECIMEN_ENTRY()
