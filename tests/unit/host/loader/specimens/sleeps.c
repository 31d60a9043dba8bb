#define _POSIX_C_SOURCE 200809L
#include <unistd.h>

#include "specimen.h"
SPECIMEN_CONSTRUCTOR {
  for (;;) sleep(100);
}
SPECIMEN_ENTRY()
