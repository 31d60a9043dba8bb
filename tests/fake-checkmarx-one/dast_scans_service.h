#ifndef TESTS_FAKE_CHECKMARX_ONE_DAST_SCANS_SERVICE_H_
#define TESTS_FAKE_CHECKMARX_ONE_DAST_SCANS_SERVICE_H_

#include <string_view>

#include "dast_catalog.h"
#include "http_message.h"
#include "options.h"

namespace fake_cx1 {

// /api/dast/scans: environments, scans and the tenant's summary. Answers JSON as text/plain, as the
// service does. Filters other than lastStatus are ignored.
class DastScansService {
 public:
  // `catalog` must outlive the service.
  DastScansService(const DastCatalog& catalog, const DastOptions& options)
      : catalog_(catalog), options_(options) {}

  Reply Environments(const Request& request) const;
  Reply OneEnvironment(std::string_view id) const;
  Reply Tenant() const;
  Reply Scans(const Request& request) const;
  Reply OneScan(std::string_view id) const;

 private:
  const DastCatalog& catalog_;
  const DastOptions options_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_DAST_SCANS_SERVICE_H_
