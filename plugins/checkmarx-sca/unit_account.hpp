// unit_account.hpp - what becomes the UnitReport of one project. Plain data.
#pragma once

#include "checkmarx-sca/project.hpp"
#include "ingest/v1/source_page.pb.h"

namespace checkmarx::sca {

// A report with the project's and scan's names and the warnings so far, outcome COMPLETE.
ingest::v1::UnitReport start_report(const Project& project);

}  // namespace checkmarx::sca
