// What a right client must find on the DAST side.
#ifndef TESTS_FAKE_CHECKMARX_ONE_DAST_TRUTH_H_
#define TESTS_FAKE_CHECKMARX_ONE_DAST_TRUTH_H_

#include <ostream>

#include "dast_catalog.h"

namespace fake_cx1 {

// Streams one object: environments, findings, counts.
void WriteDastTruth(const DastCatalog& catalog, std::ostream& out);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_DAST_TRUTH_H_
