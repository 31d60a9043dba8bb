#ifndef TESTS_FAKE_CHECKMARX_ONE_DAST_RESULTS_SERVICE_H_
#define TESTS_FAKE_CHECKMARX_ONE_DAST_RESULTS_SERVICE_H_

#include <string_view>

#include "dast_catalog.h"
#include "http_message.h"
#include "options.h"

namespace fake_cx1 {

// /api/dast/mfe-results: pages count from 1. sort_by is checked but the order is that of the rows'
// numbers; the filters severity, state, status and method are known.
class DastResultsService {
 public:
  // `catalog` must outlive the service.
  DastResultsService(const DastCatalog& catalog, const DastOptions& options)
      : catalog_(catalog), options_(options) {}

  Reply List(const Request& request, std::string_view scan_id) const;
  Reply Info(std::string_view result_id, std::string_view scan_id) const;
  Reply Alerts(const Request& request, std::string_view environment_id,
               std::string_view scan_id) const;

 private:
  const DastCatalog& catalog_;
  const DastOptions options_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_DAST_RESULTS_SERVICE_H_
