#include "specimen.h"
/* Longer than any id, as an unterminated one would be. */
static char endless[4096];
SPECIMEN_ENTRY({
  for (unsigned i = 0; i + 1 < sizeof(endless); ++i) endless[i] = (char)120;
  specimen_descriptor.id = endless;
})
