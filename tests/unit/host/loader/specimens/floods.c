#include <unistd.h>

#include "specimen.h"
/* Well-formed frames, without an end. */
SPECIMEN_CONSTRUCTOR {
  static const char frames[] = "S\1\0\0\0xS\1\0\0\0yS\1\0\0\0zS\1\0\0\0x";
  for (;;) (void)!write(3, frames, sizeof(frames) - 1);
}
SPECIMEN_ENTRY()
