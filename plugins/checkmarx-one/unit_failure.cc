// unit_failure.cc - see unit_failure.hpp.
#include "checkmarx-one/unit_failure.hpp"

#include <string>

namespace checkmarx::one {
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

void mark_failed(ingest::v1::UnitReport& report, const ingest::sdk::Error& error) {
  report.set_outcome(ingest::v1::UNIT_OUTCOME_FAILED);
  report.set_failure(failure_of(error));
  report.set_reason(error.what());
}

void mark_failed(ingest::v1::UnitReport& report, const ingest::sdk::Error& error,
                 const RowReading& reading) {
  mark_failed(report, error);
  reading.conclude(report);
  std::string delivered = std::to_string(reading.kept());
  if (reading.total()) delivered += " of " + std::to_string(*reading.total());
  report.set_reason(report.reason() + "; " + delivered + " rows were delivered");
}

}  // namespace checkmarx::one
