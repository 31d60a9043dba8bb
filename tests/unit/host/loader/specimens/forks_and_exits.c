#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <unistd.h>

#include "specimen.h"
/* Nobody answers, and the pipe stays open. */
SPECIMEN_CONSTRUCTOR {
  if (fork() == 0)
    for (;;) sleep(100);
  _Exit(3);
}
SPECIMEN_ENTRY()
