#include <stdio.h>
#include <unistd.h>

#include "specimen.h"
SPECIMEN_CONSTRUCTOR {
  for (int i = 0; i < 10000; ++i) puts("noise on stdout");
  fputs("noise on stderr\n", stderr);
  fflush(stdout);
}
SPECIMEN_ENTRY()
