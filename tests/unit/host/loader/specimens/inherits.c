#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "specimen.h"
/* Dies when it is handed a descriptor beyond the result pipe, or the host's environment. */
SPECIMEN_CONSTRUCTOR {
  if (getenv("HOME") || getenv("PATH") || getenv("CX_APIKEY")) abort();
  for (int fd = 4; fd < 256; ++fd) {
    char name[32] = "/proc/self/fd/";
    char target[256] = {0};
    char digits[8];
    int n = 0;
    for (int rest = fd; rest > 0; rest /= 10) digits[n++] = (char)(48 + rest % 10);
    size_t end = strlen(name);
    while (n > 0) name[end++] = digits[--n];
    if (readlink(name, target, sizeof(target) - 1) > 0 && strstr(target, "ingest-left-open"))
      abort();
  }
}
SPECIMEN_ENTRY()
