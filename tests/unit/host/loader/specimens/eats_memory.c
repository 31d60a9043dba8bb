#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/mman.h>

#include "specimen.h"
/* Asks for more than a probe may have; a host that lets it would not be told. */
SPECIMEN_CONSTRUCTOR {
  if (mmap(0, (size_t)64 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
           -1, 0) == MAP_FAILED)
    abort();
}
SPECIMEN_ENTRY()
