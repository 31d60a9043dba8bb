#define _POSIX_C_SOURCE 200809L
#include <unistd.h>

#include "specimen.h"
/* Both processes go on and reach the entry point. */
SPECIMEN_CONSTRUCTOR { (void)!fork(); }
SPECIMEN_ENTRY()
