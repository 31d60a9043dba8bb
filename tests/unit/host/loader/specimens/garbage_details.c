#include "specimen.h"
SPECIMEN_ENTRY({
  specimen_descriptor.details.data = "\xff\xff\xff\xff garbage";
  specimen_descriptor.details.size = 12;
})
