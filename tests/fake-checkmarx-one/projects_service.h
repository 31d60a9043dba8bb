#ifndef TESTS_FAKE_CHECKMARX_ONE_PROJECTS_SERVICE_H_
#define TESTS_FAKE_CHECKMARX_ONE_PROJECTS_SERVICE_H_

#include "http_message.h"
#include "options.h"
#include "sca_catalog.h"

namespace fake_cx1 {

// GET /api/projects. Offsets count items; the order is that of creation. The filters ids, names and
// name are known, others are ignored.
class ProjectsService {
 public:
  // `catalog` must outlive the service.
  ProjectsService(const ScaCatalog& catalog, const ScaOptions& options)
      : catalog_(catalog), options_(options) {}

  Reply List(const Request& request) const;

 private:
  const ScaCatalog& catalog_;
  const ScaOptions options_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_PROJECTS_SERVICE_H_
