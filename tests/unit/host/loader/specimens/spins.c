#include "specimen.h"
SPECIMEN_CONSTRUCTOR {
  for (volatile int i = 0;; ++i) {
  }
}
SPECIMEN_ENTRY()
