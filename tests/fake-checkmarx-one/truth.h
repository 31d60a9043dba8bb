// What a right client must find in this tenant, computed from what the rows were made of, never
// from what was served.
#ifndef TESTS_FAKE_CHECKMARX_ONE_TRUTH_H_
#define TESTS_FAKE_CHECKMARX_ONE_TRUTH_H_

#include <ostream>

#include "dast_catalog.h"
#include "sca_catalog.h"

namespace fake_cx1 {

// Streams the members "projects", "findings", "counts" and "dast"; memory does not grow with the
// tenant.
void WriteTruth(const ScaCatalog& catalog, const DastCatalog& dast, bool sees_no_projects,
                std::ostream& out);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_TRUTH_H_
