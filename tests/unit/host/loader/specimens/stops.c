#define _POSIX_C_SOURCE 200809L
#include <signal.h>

#include "specimen.h"
SPECIMEN_CONSTRUCTOR { raise(SIGSTOP); }
SPECIMEN_ENTRY()
