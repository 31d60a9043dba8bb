#include <stdio.h>
#include <stdlib.h>

#include "specimen.h"
/* Finds an end at once, or waits for ever. */
SPECIMEN_CONSTRUCTOR {
  if (getchar() != EOF) abort();
}
SPECIMEN_ENTRY()
