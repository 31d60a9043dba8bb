// dast_truth.hpp - a run of the DAST connector against the tenant's truth.
#pragma once

#include "workspace.hpp"

namespace ingest::e2e {

// details: the connection asked for the detail of each result, so the dates are the detail's.
void expect_equal_to_dast_truth(const CommittedRun& run, const Tenant& tenant, bool details,
                                const Leeway& leeway = {});

}  // namespace ingest::e2e
