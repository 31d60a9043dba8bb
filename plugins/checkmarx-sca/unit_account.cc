// unit_account.cc - see unit_account.hpp.
#include "checkmarx-sca/unit_account.hpp"

namespace checkmarx::sca {

ingest::v1::UnitReport start_report(const Project& project) {
  ingest::v1::UnitReport report;
  report.set_unit(project.id);
  report.set_name(project.name);
  report.set_outcome(ingest::v1::UNIT_OUTCOME_COMPLETE);
  report.set_scan_id(project.scan.id);
  report.set_scan_status(project.scan.status);
  for (const std::string& warning : project.warnings) report.add_warnings(warning);
  return report;
}

}  // namespace checkmarx::sca
