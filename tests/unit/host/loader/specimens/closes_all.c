#include <unistd.h>

#include "specimen.h"
SPECIMEN_CONSTRUCTOR {
  for (int fd = 0; fd < 64; ++fd) close(fd);
}
SPECIMEN_ENTRY()
