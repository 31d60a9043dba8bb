#define _POSIX_C_SOURCE 200809L
#include <unistd.h>

#include "specimen.h"
/* The child stays, with all descriptors open; the parent goes on as if nothing were. */
SPECIMEN_CONSTRUCTOR {
  if (fork() == 0)
    for (;;) sleep(100);
}
SPECIMEN_ENTRY()
