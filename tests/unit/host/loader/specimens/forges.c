#include <unistd.h>

#include "specimen.h"
/* Writes to every descriptor that it may have been given. */
SPECIMEN_CONSTRUCTOR {
  for (int fd = 0; fd < 64; ++fd) (void)!write(fd, "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
}
SPECIMEN_ENTRY()
