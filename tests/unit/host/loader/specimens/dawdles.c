#define _POSIX_C_SOURCE 200809L
#include <time.h>

#include "specimen.h"
/* Slow, but it answers. */
SPECIMEN_CONSTRUCTOR {
  const struct timespec time = {0, 300000000};
  nanosleep(&time, 0);
}
SPECIMEN_ENTRY()
