#ifndef TESTS_FAKE_CHECKMARX_ONE_RESULTS_SERVICE_H_
#define TESTS_FAKE_CHECKMARX_ONE_RESULTS_SERVICE_H_

#include "http_message.h"
#include "options.h"
#include "sca_catalog.h"

namespace fake_cx1 {

// GET /api/results: the rows of all engines. The order is that of the rows' numbers; sort is
// ignored. The filters severity, state and status are known; with one of them every page costs a
// walk over the heads of all rows before it.
class ResultsService {
 public:
  // `catalog` must outlive the service.
  ResultsService(const ScaCatalog& catalog, const ScaOptions& options)
      : catalog_(catalog), options_(options) {}

  Reply List(const Request& request) const;

 private:
  Reply UnknownScanReply() const;

  const ScaCatalog& catalog_;
  const ScaOptions options_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_RESULTS_SERVICE_H_
