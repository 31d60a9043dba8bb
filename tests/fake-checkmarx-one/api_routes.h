// Which path leads to which service, and what a caller must hold to get there.
#ifndef TESTS_FAKE_CHECKMARX_ONE_API_ROUTES_H_
#define TESTS_FAKE_CHECKMARX_ONE_API_ROUTES_H_

#include <vector>

#include "dast_results_service.h"
#include "dast_scans_service.h"
#include "fault_plan.h"
#include "front_door.h"
#include "projects_service.h"
#include "results_service.h"
#include "scans_service.h"
#include "token_service.h"
#include "traffic_stats.h"

namespace fake_cx1 {

// All services must outlive the routes.
struct Services {
  TokenService& tokens;
  const ProjectsService& projects;
  const ScansService& scans;
  const ResultsService& results;
  const DastScansService& dast_scans;
  const DastResultsService& dast_results;
  const TrafficStats& stats;
  FaultPlan& faults;
};

std::vector<Route> MakeRoutes(const Services& services, bool with_dast);
std::vector<Route> MakeDastRoutes(const Services& services);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_API_ROUTES_H_
