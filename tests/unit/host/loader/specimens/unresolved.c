#include "specimen.h"
/* Nobody defines it: shows at load time only when everything is bound then. */
extern int ingest_test_missing_symbol(void);
SPECIMEN_ENTRY((void)ingest_test_missing_symbol())
