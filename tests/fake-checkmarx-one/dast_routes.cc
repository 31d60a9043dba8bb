#include "api_routes.h"

namespace fake_cx1 {
namespace {

Route DastRoute(std::string endpoint, std::vector<std::string> rest, RefusalStyle refusal) {
  Route route;
  route.endpoint = std::move(endpoint);
  route.method = "GET";
  route.pattern = {"api", "dast"};
  for (std::string& segment : rest) route.pattern.push_back(std::move(segment));
  route.any_of_roles = {"dast-view-environments", "dast-admin", "ast-viewer", "ast-scanner",
                        "ast-admin"};
  route.needs_dast_licence = true;
  route.refusal = refusal;
  return route;
}

void AddScanRoutes(const DastScansService& service, std::vector<Route>& routes) {
  constexpr RefusalStyle kStyle = RefusalStyle::kPlainText;
  Route environments = DastRoute("dast-environments", {"scans", "environments"}, kStyle);
  environments.answer = [&service](const Request& request, const auto&) {
    return service.Environments(request);
  };
  routes.push_back(std::move(environments));

  Route environment = DastRoute("dast-environment", {"scans", "environment", "*"}, kStyle);
  environment.answer = [&service](const Request&, const Route::Captures& captures) {
    return service.OneEnvironment(captures.at(0));
  };
  routes.push_back(std::move(environment));

  Route tenant = DastRoute("dast-tenant", {"scans", "tenant"}, kStyle);
  tenant.answer = [&service](const Request&, const auto&) { return service.Tenant(); };
  routes.push_back(std::move(tenant));

  Route scans = DastRoute("dast-scans", {"scans", "scans"}, kStyle);
  scans.answer = [&service](const Request& request, const auto&) { return service.Scans(request); };
  routes.push_back(std::move(scans));

  Route scan = DastRoute("dast-scan", {"scans", "scan", "*"}, kStyle);
  scan.answer = [&service](const Request&, const Route::Captures& captures) {
    return service.OneScan(captures.at(0));
  };
  routes.push_back(std::move(scan));
}

void AddResultRoutes(const DastResultsService& service, std::vector<Route>& routes) {
  constexpr RefusalStyle kStyle = RefusalStyle::kResultsJson;
  Route results = DastRoute("dast-results", {"mfe-results", "results", "*"}, kStyle);
  results.answer = [&service](const Request& request, const Route::Captures& captures) {
    return service.List(request, captures.at(0));
  };
  routes.push_back(std::move(results));

  Route info = DastRoute("dast-info", {"mfe-results", "results", "info", "*", "*"}, kStyle);
  info.answer = [&service](const Request&, const Route::Captures& captures) {
    return service.Info(captures.at(0), captures.at(1));
  };
  routes.push_back(std::move(info));

  Route alerts = DastRoute(
      "dast-alerts", {"mfe-results", "results", "environment", "*", "*", "alert_level"}, kStyle);
  alerts.answer = [&service](const Request& request, const Route::Captures& captures) {
    return service.Alerts(request, captures.at(0), captures.at(1));
  };
  routes.push_back(std::move(alerts));
}

}  // namespace

std::vector<Route> MakeDastRoutes(const Services& services) {
  std::vector<Route> routes;
  AddScanRoutes(services.dast_scans, routes);
  AddResultRoutes(services.dast_results, routes);
  return routes;
}

}  // namespace fake_cx1
