#ifndef TESTS_FAKE_CHECKMARX_ONE_SCANS_SERVICE_H_
#define TESTS_FAKE_CHECKMARX_ONE_SCANS_SERVICE_H_

#include <string>
#include <string_view>
#include <vector>

#include "http_message.h"
#include "options.h"
#include "sca_catalog.h"

namespace fake_cx1 {

// GET /api/projects/last-scan and GET /api/scans/{id}.
class ScansService {
 public:
  // `catalog` must outlive the service.
  ScansService(const ScaCatalog& catalog, const ScaOptions& options, std::string canary)
      : catalog_(catalog), options_(options), canary_(std::move(canary)) {}

  // One object, key project id; a project without a matching scan is absent.
  Reply LastScans(const Request& request) const;
  Reply OneScan(std::string_view id) const;

 private:
  std::vector<std::size_t> ChosenProjects(const FormFields& query) const;

  const ScaCatalog& catalog_;
  const ScaOptions options_;
  const std::string canary_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_SCANS_SERVICE_H_
