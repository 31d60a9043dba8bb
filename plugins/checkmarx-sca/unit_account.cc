// unit_account.cc - see unit_account.hpp.
#include "checkmarx-sca/unit_account.hpp"

namespace checkmarx::sca {
namespace {

ingest::v1::UnitFailure failure_of(const ingest::sdk::Error& error) {
  if (error.vendor_code() == 404) return ingest::v1::UNIT_FAILURE_NOT_FOUND;
  switch (error.code()) {
    case INGEST_E_FORBIDDEN:
      return ingest::v1::UNIT_FAILURE_FORBIDDEN;
    case INGEST_E_BAD_DATA:
    case INGEST_E_TOO_LARGE:
      return ingest::v1::UNIT_FAILURE_BAD_DATA;
    default:
      return ingest::v1::UNIT_FAILURE_UNAVAILABLE;
  }
}

}  // namespace

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

void mark_failed(ingest::v1::UnitReport& report, const ingest::sdk::Error& error) {
  report.set_outcome(ingest::v1::UNIT_OUTCOME_FAILED);
  report.set_failure(failure_of(error));
  report.set_reason(error.what());
}

}  // namespace checkmarx::sca
